# What the build needs to find; attuneConfig.cmake.in names what an installed package does.
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(Boost 1.74 REQUIRED)
find_package(fmt 9 REQUIRED)
if(NOT WIN32)  # which has SHA-256 itself
  find_package(OpenSSL REQUIRED COMPONENTS Crypto)
endif()
find_package(nlohmann_json 3.11 REQUIRED)
find_package(pugixml 1.13 REQUIRED)
if(ATTUNE_BUILD_TOOL)
  find_package(CLI11 2.1 REQUIRED)
endif()
