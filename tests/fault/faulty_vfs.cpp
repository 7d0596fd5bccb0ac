#include "tests/fault/faulty_vfs.hpp"

#include <sqlite3.h>

#include <mutex>
#include <optional>
#include <stdexcept>

namespace hotline::storage::fault {
namespace {

/// State of the shim: which call fails, and how. Shared by every file and thread.
struct Plan {
    std::mutex mutex;
    std::uint64_t calls = 0, first = 0;
    Fault fault = Fault::io_error;
    bool armed = false, forever = false, struck = false;

    std::optional<Fault> next() {
        const std::lock_guard lock(mutex);
        const auto call = calls++;
        const bool strikes = armed && (call == first || (forever && call > first));
        if (!strikes) return std::nullopt;
        struck = true;
        return fault;
    }
};

Plan& plan() {
    static Plan one;
    return one;
}

sqlite3_vfs* original = nullptr;
sqlite3_vfs shim;
sqlite3_io_methods methods;

/// An open file: SQLite's own stands behind ours in one allocation.
struct File {
    sqlite3_file base;
    [[nodiscard]] sqlite3_file* real() noexcept { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* real(sqlite3_file* file) {
    return reinterpret_cast<File*>(file)->real();
}

int close_file(sqlite3_file* file) {
    const int code = real(file)->pMethods->xClose(real(file));
    file->pMethods = nullptr;
    return code;
}

int read_file(sqlite3_file* file, void* out, int size, sqlite3_int64 at) {
    return real(file)->pMethods->xRead(real(file), out, size, at);
}

int write_file(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
    const auto fault = plan().next();
    const auto write = [&](int n) { return real(file)->pMethods->xWrite(real(file), data, n, at); };
    if (!fault) return write(size);
    if (*fault == Fault::disk_full) return SQLITE_FULL;
    if (*fault == Fault::short_write) write(size / 2);
    if (*fault == Fault::error_after_all) write(size);
    return SQLITE_IOERR_WRITE;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    if (plan().next()) return SQLITE_IOERR_TRUNCATE;
    return real(file)->pMethods->xTruncate(real(file), size);
}

int sync_file(sqlite3_file* file, int flags) {
    const auto fault = plan().next();
    if (!fault) return real(file)->pMethods->xSync(real(file), flags);
    if (*fault == Fault::error_after_all) real(file)->pMethods->xSync(real(file), flags);
    return *fault == Fault::disk_full ? SQLITE_FULL : SQLITE_IOERR_FSYNC;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
int lock_file(sqlite3_file* file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
}
int unlock_file(sqlite3_file* file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
}
int check_lock(sqlite3_file* file, int* out) {
    return real(file)->pMethods->xCheckReservedLock(real(file), out);
}
int control(sqlite3_file* file, int op, void* argument) {
    return real(file)->pMethods->xFileControl(real(file), op, argument);
}
int sector_size(sqlite3_file* file) {
    return real(file)->pMethods->xSectorSize(real(file));
}
int characteristics(sqlite3_file* file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
    return real(file)->pMethods->xShmMap(real(file), region, size, extend, out);
}
int lock_shared(sqlite3_file* file, int offset, int n, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, n, flags);
}
void barrier(sqlite3_file* file) {
    real(file)->pMethods->xShmBarrier(real(file));
}
int unmap_shared(sqlite3_file* file, int remove) {
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}
int fetch(sqlite3_file* /*file*/, sqlite3_int64 /*at*/, int /*size*/, void** out) {
    *out = nullptr;  // no memory map, so that every write is seen
    return SQLITE_OK;
}
int unfetch(sqlite3_file* /*file*/, sqlite3_int64 /*at*/, void* /*page*/) {
    return SQLITE_OK;
}

int open_file(sqlite3_vfs* /*vfs*/, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) {
    file->pMethods = nullptr;
    const int code = original->xOpen(original, name, real(file), flags, out_flags);
    if (code == SQLITE_OK) file->pMethods = &methods;
    return code;
}

void fill_methods() {
    methods = {.iVersion = 3,
               .xClose = close_file,
               .xRead = read_file,
               .xWrite = write_file,
               .xTruncate = truncate_file,
               .xSync = sync_file,
               .xFileSize = file_size,
               .xLock = lock_file,
               .xUnlock = unlock_file,
               .xCheckReservedLock = check_lock,
               .xFileControl = control,
               .xSectorSize = sector_size,
               .xDeviceCharacteristics = characteristics,
               .xShmMap = map_shared,
               .xShmLock = lock_shared,
               .xShmBarrier = barrier,
               .xShmUnmap = unmap_shared,
               .xFetch = fetch,
               .xUnfetch = unfetch};
}

}  // namespace

void FaultyVfs::install() {
    static std::once_flag once;
    std::call_once(once, [] {
        original = sqlite3_vfs_find(nullptr);
        if (original == nullptr) throw std::runtime_error("SQLite has no VFS");
        fill_methods();
        shim = *original;  // paths, randomness and time are the original's
        shim.zName = "faulty";
        shim.pNext = nullptr;
        shim.szOsFile = static_cast<int>(sizeof(File)) + original->szOsFile;
        shim.xOpen = open_file;
        sqlite3_vfs_register(&shim, 1);
    });
}

void FaultyVfs::fail_from(std::uint64_t n, Fault fault, bool forever) {
    const std::lock_guard lock(plan().mutex);
    plan().calls = 0;
    plan().first = n;
    plan().fault = fault;
    plan().forever = forever;
    plan().armed = true;
    plan().struck = false;
}

void FaultyVfs::heal() {
    const std::lock_guard lock(plan().mutex);
    plan().armed = false;
}

std::uint64_t FaultyVfs::calls() {
    const std::lock_guard lock(plan().mutex);
    return plan().calls;
}

bool FaultyVfs::has_struck() {
    const std::lock_guard lock(plan().mutex);
    return plan().struck;
}

}  // namespace hotline::storage::fault
