// Half the time of a short run would go into remembering where memory came from. A finding is run again by itself, with
// ASAN_OPTIONS=malloc_context_size=30, which counts before what stands here.
extern "C" const char* __asan_default_options();  // NOLINT: the name that AddressSanitizer looks for

extern "C" const char* __asan_default_options()
{
    return "malloc_context_size=0:quarantine_size_mb=4";
}
