internal import FileSystem
private import Glibc

/// A socket as a log daemon has it.
package final class DatagramSocket {
  private let descriptor: Int32
  private let path: String

  package init(_ path: String) throws {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(descriptor, address, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else { throw ProcessError(code: errno) }
  }

  deinit { close(descriptor) }

  /// Sends datagrams until the socket takes no more, as that of a daemon that hangs.
  package func fill() {
    let socket = LocalSocket(path)
    while socket.send([0x2E]) {}
  }

  /// The next datagram, empty when there is none.
  package func receive() -> String {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }

  /// All datagrams that have come since the last call.
  package func receiveAll() -> [String] {
    var texts: [String] = []
    while case let text = receive(), !text.isEmpty { texts.append(text) }
    return texts
  }
}
