#include "attune/io/input_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <iconv.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "attune/core/check.hpp"
#include "uninterrupted.hpp"

namespace attune::inline v0 {

namespace {

[[noreturn]] void refuse(const std::string& name, std::string code, std::string message)
{
    throw input_error({{severity::error, std::move(code), std::move(message), {name, "", 0, 0}}});
}

class descriptor_source final : public byte_source {
public:
    descriptor_source(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
    descriptor_source(const descriptor_source&) = delete;
    descriptor_source& operator=(const descriptor_source&) = delete;
    ~descriptor_source() override
    {
        if (descriptor_ != STDIN_FILENO)
            ::close(descriptor_);
    }

    std::size_t read(std::span<char> buffer) override
    {
        const ssize_t count = detail::uninterrupted([&] { return ::read(descriptor_, buffer.data(), buffer.size()); });
        if (count < 0)
            refuse(name_, "file.unreadable", fmt::format("cannot be read: {}", std::strerror(errno)));
        return static_cast<std::size_t>(count);
    }

private:
    int descriptor_;
    std::string name_;
};

class converting_source final : public byte_source {
public:
    converting_source(std::unique_ptr<byte_source> source, const std::string& encoding, std::string name)
        : source_(std::move(source)),
          encoding_(encoding),
          name_(std::move(name)),
          converter_(encoding.empty() ? reinterpret_cast<iconv_t>(-1)  // "" would be the encoding of the locale
                                      : ::iconv_open("UTF-8", encoding.c_str()))
    {
        if (converter_ != reinterpret_cast<iconv_t>(-1))  // NOLINT: the documented error value of iconv_open
            return;
        if (encoding.empty() || errno == EINVAL)
            fail_argument("to_utf8", "encoding",
                          "be known to iconv, e.g. utf-8, windows-1252, latin-1, gb18030, utf-16",
                          "'" + encoding + "'");
        if (errno == ENOMEM)
            throw std::bad_alloc();
        refuse(name_, "file.unreadable", fmt::format("cannot be converted: {}", std::strerror(errno)));
    }
    converting_source(const converting_source&) = delete;
    converting_source& operator=(const converting_source&) = delete;
    ~converting_source() override { ::iconv_close(converter_); }

    std::size_t read(std::span<char> buffer) override
    {
        constexpr std::size_t longest_character = 8;  // bytes that one step of iconv may need in the output
        if (buffer.empty())
            return 0;
        if (spill_begin_ != spill_.size() || buffer.size() < longest_character)
            return read_spilled(buffer);
        return convert(buffer);
    }

private:
    std::size_t convert(std::span<char> buffer)
    {
        char* out = buffer.data();
        std::size_t space = buffer.size();
        while (out == buffer.data()) {
            fill();
            if (begin_ == pending_.size()) {
                // Some decoders hold the last character back, as a mark may follow; without input they let it go.
                ::iconv(converter_, nullptr, nullptr, &out, &space);
                return buffer.size() - space;
            }
            char* in = pending_.data() + begin_;
            std::size_t left = pending_.size() - begin_;
            const std::size_t result = ::iconv(converter_, &in, &left, &out, &space);
            const int problem = result == static_cast<std::size_t>(-1) ? errno : 0;
            consumed_ += pending_.size() - begin_ - left;
            begin_ = pending_.size() - left;
            if (problem == EILSEQ || (problem == EINVAL && at_end_))
                refuse(name_, "csv.encoding",
                       fmt::format("byte {} is not valid {}; expected the encoding that the file was saved in, "
                                   "given by --encoding",
                                   consumed_ + 1, encoding_));
        }
        return buffer.size() - space;
    }

    /// For room that may be too small for a character: converts ahead, and hands out in pieces.
    std::size_t read_spilled(std::span<char> buffer)
    {
        if (spill_begin_ == spill_.size()) {
            spill_.resize(64);
            spill_.resize(convert(spill_));
            spill_begin_ = 0;
        }
        const std::size_t count = std::min(buffer.size(), spill_.size() - spill_begin_);
        std::copy_n(spill_.begin() + static_cast<std::ptrdiff_t>(spill_begin_), count, buffer.begin());
        spill_begin_ += count;
        return count;
    }

    void fill()
    {
        constexpr std::size_t block = std::size_t{64} << 10;
        pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(begin_));
        begin_ = 0;
        if (at_end_ || pending_.size() >= block)
            return;
        const std::size_t kept = pending_.size();
        pending_.resize(kept + block);
        const std::size_t count = source_->read(std::span<char>(pending_).subspan(kept));
        pending_.resize(kept + count);
        at_end_ = count == 0;
    }

    std::unique_ptr<byte_source> source_;
    std::string encoding_;
    std::string name_;
    iconv_t converter_;
    std::vector<char> pending_;
    std::size_t begin_ = 0;
    std::size_t consumed_ = 0;
    bool at_end_ = false;
    std::vector<char> spill_;
    std::size_t spill_begin_ = 0;
};

}  // namespace

std::unique_ptr<byte_source> open_input(const std::string& path)
{
    if (path == "-")
        return std::make_unique<descriptor_source>(STDIN_FILENO, path);
    const int descriptor = detail::uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); });
    if (descriptor < 0)
        refuse(path, "file.unreadable", fmt::format("cannot be opened: {}", std::strerror(errno)));
    auto source = std::make_unique<descriptor_source>(descriptor, path);
    struct stat status {};
    if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode))
        refuse(path, "file.unreadable", "is a directory; expected a file");
    return source;
}

std::unique_ptr<byte_source> to_utf8(std::unique_ptr<byte_source> source, const std::string& encoding,
                                     const std::string& name)
{
    std::string plain;
    for (const char c : encoding)
        plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (plain == "utf-8" || plain == "utf8")
        return source;
    return std::make_unique<converting_source>(std::move(source), plain == "latin-1" ? "latin1" : encoding, name);
}

}  // namespace attune::inline v0
