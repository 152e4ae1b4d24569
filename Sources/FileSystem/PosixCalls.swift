internal import Glibc

/// Repeats a system call that a signal interrupted, and turns its failure into an error.
@discardableResult
func retrying<Value: SignedInteger>(
  _ operation: FileError.Operation, _ name: String, _ call: () -> Value
) throws(FileError) -> Value {
  while true {
    let result = call()
    if result >= 0 { return result }
    let code = errno
    guard code == EINTR else { throw FileError(operation, name, code: code) }
  }
}

/// A descriptor that is closed with its last reference.
final class Descriptor: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }
}

/// The bytes of a name for a system call.
func system(_ name: String) -> [CChar] {
  NameText.bytes(name).map { CChar(bitPattern: $0) } + [0]
}

/// The target of a link in an open directory; of the link itself where the name is empty (`readlinkat`).
///
/// - Parameter label: what an error calls it.
func linkTarget(of directory: Descriptor, _ name: String, _ label: String) throws(FileError) -> [UInt8] {
  var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
  let length = try retrying(.readLink, label) {
    unsafe target.withUnsafeMutableBytes { buffer in
      unsafe readlinkat(
        directory.number, system(name), buffer.baseAddress!.assumingMemoryBound(to: CChar.self), buffer.count)
    }
  }
  return Array(target.prefix(length))
}
