internal import Glibc

/// What a process is doing, as proc(5) tells.
package enum ProcessState {
  /// Whether one of its threads computes, or would if a processor or a disk were free: then it is not done, however
  /// long it has shown nothing.
  package static func isAtWork(_ process: Int32) -> Bool {
    var isAtWork = false
    forEachName(in: Array("/proc/\(process)/task".utf8CString)) { thread in
      isAtWork = isAtWork || isThreadAtWork(process, thread)
    }
    return isAtWork
  }

  /// As `isAtWork`, of the thread that it began with: of a program with a screen, the one that draws.
  package static func isFirstThreadAtWork(_ process: Int32) -> Bool {
    isThreadAtWork(process, Array("\(process)".utf8CString.dropLast()))
  }

  /// The letter behind the name of the program, which stands in parentheses and may contain any.
  private static func isThreadAtWork(_ process: Int32, _ thread: [CChar]) -> Bool {
    let path = "/proc/\(process)/task/".utf8CString.dropLast() + thread + "/stat".utf8CString
    let descriptor = unsafe open(Array(path), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = unsafe read(descriptor, &bytes, bytes.count)
    guard count > 0, let end = bytes[..<count].lastIndex(of: UInt8(ascii: ")")), end + 2 < count else { return false }
    return [UInt8(ascii: "R"), UInt8(ascii: "D")].contains(bytes[end + 2])
  }
}
