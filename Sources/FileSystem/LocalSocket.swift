internal import Glibc

/// A socket in the file system to which datagrams are sent, as that of syslogd or of systemd.
package struct LocalSocket: Sendable {
  private let path: String

  /// - Parameter path: absolute; one that is too long is a socket where nobody listens.
  package init(_ path: String) { self.path = path }

  /// Whether something takes datagrams there (`connect`); nothing is sent.
  package func isOpen() -> Bool {
    unsafe withSocket { (descriptor, address, length) in unsafe connect(descriptor, address, length) == 0 }
  }

  /// Sends a datagram without waiting (`sendto`).
  ///
  /// - Returns: whether it was taken.
  @discardableResult
  package func send(_ bytes: [UInt8]) -> Bool {
    unsafe withSocket { (descriptor, address, length) in
      unsafe sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), address, length) == bytes.count
    }
  }

  /// Runs `body` with a new socket and the address; `false` without either.
  private func withSocket(_ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Bool {
    let kind = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = socket(AF_UNIX, kind, 0)
    guard number >= 0 else { return false }
    let descriptor = Descriptor(number)
    guard var address else { return false }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { destination in
        unsafe body(descriptor.number, destination, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private var address: sockaddr_un? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array(path.utf8)
    guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
    return address
  }
}
