import Glibc
import Testing

/// What another process holds in memory that it could write, or has protected.
struct ProcessMemory {
  private let process: Int32

  init(of process: Int32) {
    self.process = process
  }

  /// How often bytes lie there one after the other, or each so many bytes behind the one before, as cells of a screen do.
  func count(of bytes: [UInt8], strides: ClosedRange<Int> = 1...40) throws -> Int {
    let descriptor = unsafe open("/proc/\(process)/mem", O_RDONLY | O_CLOEXEC)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var count = 0
    for range in try ranges() {
      let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: range.count, alignment: 16)
      defer { unsafe memory.deallocate() }
      let found = unsafe pread(descriptor, memory.baseAddress, memory.count, range.lowerBound)
      if found > 0 { count += unsafe Self.count(of: bytes, strides, in: UnsafeRawBufferPointer(memory), found) }
    }
    return count
  }

  /// The parts of the memory that are the process' own.
  private func ranges() throws -> [Range<Int>] {
    let stream = unsafe fopen("/proc/\(process)/maps", "r")
    let file = try unsafe #require(stream)
    defer { unsafe fclose(file) }
    var text = [UInt8](repeating: 0, count: 1 << 20)
    let count = unsafe fread(&text, 1, text.count, file)
    return String(decoding: text.prefix(count), as: UTF8.self).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      let ends = words[0].split(separator: "-").compactMap { Int($0, radix: 16) }
      let isOwn = words[1].contains("w") || words[1].hasPrefix("---")
      // Address space that is only reserved is larger than any secret.
      guard isOwn, ends.count == 2, ends[1] - ends[0] < 32 << 20 else { return nil }
      return ends[0]..<ends[1]
    }
  }

  private static func count(
    of bytes: [UInt8], _ strides: ClosedRange<Int>, in memory: UnsafeRawBufferPointer, _ end: Int
  ) -> Int {
    guard let first = bytes.first, let base = memory.baseAddress else { return 0 }
    var count = 0
    var start = 0
    while let place = unsafe memchr(base + start, Int32(first), end - start) {
      let found = unsafe base.distance(to: place)
      let isThere = strides.contains { stride in
        found + (bytes.count - 1) * stride < end
          && bytes.indices.allSatisfy { unsafe memory[found + $0 * stride] == bytes[$0] }
      }
      if isThere { count += 1 }
      start = found + 1
    }
    return count
  }
}
