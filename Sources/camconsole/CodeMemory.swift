internal import Glibc

/// Memory that holds code of this program.
enum CodeMemory {
  /// Gives back the memory of code that the start needed: it would count as this program's to its end. What is needed
  /// again is read again from the page cache (`madvise`).
  static func release() {
    guard let maps = unsafe fopen("/proc/self/maps", "re") else { return }
    defer { unsafe fclose(maps) }
    var line = [CChar](repeating: 0, count: 512)
    while unsafe fgets(&line, Int32(line.count), maps) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      // The program itself comes first, its libraries behind it.
      guard text.contains(" r-xp ") else { continue }
      let bounds = text.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
      guard bounds.count == 2, bounds[0] < bounds[1] else { return }
      unsafe madvise(UnsafeMutableRawPointer(bitPattern: bounds[0]), Int(bounds[1] - bounds[0]), MADV_DONTNEED)
      return
    }
  }
}
