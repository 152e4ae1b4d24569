package import CameraDevice
internal import FileSystem

/// The system's log: one datagram of RFC 3164 an event, in the form that local programs send to `/dev/log`.
///
/// Nothing waits for who listens. Where nobody does, the event is lost here in silence; `EventJournal` has it.
package struct Syslog: EventLog {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private let path: String
  private let time: any TimeSource

  /// - Parameter time: for the camera's local time.
  package init(time: any TimeSource) {
    self.init(path: "/dev/log", time: time)
  }

  /// - Parameter path: of the log daemon's socket.
  init(path: String, time: any TimeSource) {
    self.path = path
    self.time = time
  }

  /// Whether something takes datagrams at the socket.
  package var isHeard: Bool { LocalSocket(path).isOpen() }

  /// Sends one datagram, without waiting.
  package func report(_ event: LoggedEvent) {
    LocalSocket(path).send(Array(line(event).utf8))
  }

  func line(_ event: LoggedEvent) -> String {
    let priority = event.facility.rawValue * 8 + event.severity.rawValue
    return "<\(priority)>\(timestamp()) camconsole[\(ThisProcess.number)]: \(event.text)"
  }

  /// `Nov  2 02:00:03`, from `2026-11-02 02:00:03`.
  private func timestamp() -> String {
    let local = Array(time.localTime(time.now().seconds).utf8)
    func number(_ start: Int) -> Int { Int(String(decoding: local[start..<start + 2], as: UTF8.self)) ?? 0 }
    guard local.count == 19, (1...12).contains(number(5)) else { return "Jan  1 00:00:00" }
    let day = number(8)
    let clock = String(decoding: local[11...], as: UTF8.self)
    return "\(Self.months[number(5) - 1]) \(day < 10 ? " " : "")\(day) \(clock)"
  }
}
