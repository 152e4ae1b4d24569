internal import Glibc

/// The system calls of this module.
enum SystemCalls {
  /// This process' number (`getpid`).
  static var process: Int32 { getpid() }

  /// `EPERM`.
  static let notPermitted = EPERM

  /// Whether `/proc` has names for open files.
  static var hasDescriptorNames: Bool { unsafe access("/proc/self/fd", F_OK) == 0 }

  /// The system's words for an error number (`strerror_r`).
  static func reason(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard unsafe strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether something takes datagrams at a socket in the file system (`connect`); nothing is sent.
  static func canSend(toSocketAt path: String) -> Bool {
    let kind = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_UNIX, kind, 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    guard var address = socketAddress(path) else { return false }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { destination in
        unsafe connect(descriptor, destination, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }

  /// Sends a datagram to a socket in the file system, without waiting (`sendto`).
  ///
  /// - Returns: whether it was taken.
  @discardableResult
  static func send(_ bytes: [UInt8], toSocketAt path: String) -> Bool {
    let kind = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_UNIX, kind, 0)
    guard descriptor >= 0, var address = socketAddress(path) else { return false }
    defer { close(descriptor) }
    let count = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { destination in
        unsafe sendto(
          descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), destination,
          socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    return count == bytes.count
  }

  /// - Returns: `nil` for a path that is too long.
  private static func socketAddress(_ path: String) -> sockaddr_un? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array(path.utf8)
    guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
    return address
  }
}
