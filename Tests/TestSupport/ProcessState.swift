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

  /// Whether a signal no longer ends the process at once, because it is caught or ignored.
  package static func handles(_ signal: Int32, _ process: Int32) -> Bool {
    guard let text = contents(Array("/proc/\(process)/status".utf8CString)) else { return false }
    return ["SigIgn:", "SigCgt:"].contains { name in
      guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return false }
      let mask = line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } ?? 0
      return mask & 1 << UInt64(signal - 1) != 0
    }
  }

  /// The letter behind the name of the program, which stands in parentheses and may contain any.
  private static func isThreadAtWork(_ process: Int32, _ thread: [CChar]) -> Bool {
    let path = "/proc/\(process)/task/".utf8CString.dropLast() + thread + "/stat".utf8CString
    guard let text = contents(path), let end = text.lastIndex(of: ")") else { return false }
    return text[end...].hasPrefix(") R") || text[end...].hasPrefix(") D")
  }

  /// The beginning of what is in a file of proc(5); `nil` when the process is gone.
  private static func contents(_ path: [CChar]) -> String? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe read(descriptor, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
  }
}
