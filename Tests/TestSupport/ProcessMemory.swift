internal import Glibc

/// What a process holds in memory that it could write, or has protected.
package struct ProcessMemory {
  private let process: Int32

  package init(of process: Int32) {
    self.process = process
  }

  /// How often bytes lie there one after the other, or each so many bytes behind the one before, as cells of a screen
  /// do.
  package func count(of bytes: [UInt8], strides: ClosedRange<Int> = 1...40) throws -> Int {
    let descriptor = unsafe open("/proc/\(process)/mem", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ProcessMemoryError(code: errno) }
    defer { close(descriptor) }
    // Never freed dirty: the next look may be at this memory.
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer {
      unsafe explicit_bzero(memory.baseAddress!, memory.count)
      unsafe memory.deallocate()
    }
    let step = memory.count - bytes.count * strides.upperBound
    var count = 0
    for range in try ranges() {
      for start in stride(from: range.lowerBound, to: range.upperBound, by: step) {
        let found = unsafe pread(descriptor, memory.baseAddress, min(memory.count, range.upperBound - start), start)
        guard found > 0 else { break }
        let read = unsafe UnsafeRawBufferPointer(rebasing: memory[0..<found])
        count += unsafe Self.count(of: bytes, strides, in: read, before: min(step, found))
      }
    }
    return count
  }

  /// The parts of the memory that are the process' own.
  private func ranges() throws -> [Range<Int>] {
    guard let file = unsafe fopen("/proc/\(process)/maps", "r") else { throw ProcessMemoryError(code: errno) }
    defer { unsafe fclose(file) }
    var text = [UInt8](repeating: 0, count: 1 << 20)
    let count = unsafe fread(&text, 1, text.count, file)
    return String(decoding: text.prefix(count), as: UTF8.self).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      let ends = words[0].split(separator: "-").compactMap { Int($0, radix: 16) }
      let isOwn = words[1].contains("w") || words[1].hasPrefix("---")
      // Address space that is only reserved is larger than any secret.
      guard isOwn, ends.count == 2, ends[1] - ends[0] < 256 << 20 else { return nil }
      return ends[0]..<ends[1]
    }
  }

  private static func count(
    of bytes: [UInt8], _ strides: ClosedRange<Int>, in memory: UnsafeRawBufferPointer, before end: Int
  ) -> Int {
    guard let first = bytes.first, let base = memory.baseAddress else { return 0 }
    var count = 0
    var start = 0
    while let place = unsafe memchr(base + start, Int32(first), end - start) {
      let found = unsafe base.distance(to: place)
      let isThere = strides.contains { stride in
        found + (bytes.count - 1) * stride < memory.count
          && bytes.indices.allSatisfy { unsafe memory[found + $0 * stride] == bytes[$0] }
      }
      if isThere { count += 1 }
      start = found + 1
    }
    return count
  }
}

/// The memory cannot be read, with this error number.
package struct ProcessMemoryError: Error {
  package let code: Int32
}
