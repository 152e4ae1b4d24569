internal import Glibc
internal import TerminalUI

/// Bytes typed and not yet handed over. They may be secret: they stay in this one place and are overwritten.
@safe final class KeyBuffer {
  private let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 1_024, alignment: 1)
  private var count = 0

  deinit {
    clear()
    unsafe bytes.deallocate()
  }

  var isEmpty: Bool { count == 0 }

  /// Reads what is there, as far as there is room.
  ///
  /// - Returns: `false` at the end of the file, or when the line is gone.
  func read(from descriptor: Int32) -> Bool {
    guard unsafe count < bytes.count else { return true }
    let found = unsafe Glibc.read(descriptor, bytes.baseAddress! + count, bytes.count - count)
    if found > 0 { count += found }
    return found > 0 || found < 0 && (errno == EINTR || errno == EAGAIN)
  }

  /// Hands over one byte after the other, as long as more are wanted, and overwrites them.
  func drain(_ take: (UInt8) -> Bool) {
    var taken = 0
    var goesOn = true
    while goesOn, taken < count {
      goesOn = unsafe take(bytes[taken])
      taken += 1
    }
    unsafe memmove(bytes.baseAddress!, bytes.baseAddress! + taken, count - taken)
    count -= taken
    unsafe explicit_bzero(bytes.baseAddress! + count, bytes.count - count)
  }

  /// Takes the first complete and sensible cursor report out.
  func takeReport() -> Size? {
    for start in 0..<count {
      guard let (size, end) = report(at: start) else { continue }
      unsafe memmove(bytes.baseAddress! + start, bytes.baseAddress! + end, count - end)
      unsafe explicit_bzero(bytes.baseAddress! + count - (end - start), end - start)
      count -= end - start
      return size
    }
    return nil
  }

  /// ESC [ rows ; columns R, as a terminal of some sense would answer.
  private func report(at start: Int) -> (size: Size, end: Int)? {
    var index = start
    guard take(0x1B, &index), take(0x5B, &index), let rows = number(&index), take(0x3B, &index),
      let columns = number(&index), take(0x52, &index), (5...500).contains(rows), (20...1_000).contains(columns)
    else { return nil }
    return (Size(columns: columns, rows: rows), index)
  }

  private func take(_ byte: UInt8, _ index: inout Int) -> Bool {
    guard index < count, unsafe bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private func number(_ index: inout Int) -> Int? {
    let start = index
    var value = 0
    while index < count, index < start + 5, unsafe (0x30...0x39).contains(bytes[index]) {
      value = unsafe value * 10 + Int(bytes[index] - 0x30)
      index += 1
    }
    return index > start ? value : nil
  }

  private func clear() {
    unsafe explicit_bzero(bytes.baseAddress!, bytes.count)
    count = 0
  }
}
