package import CameraDevice
internal import FileSystem

/// The system's log: one datagram of RFC 3164 an event, in the form that local programs send to `/dev/log`.
///
/// Where nobody listens, events are lost in silence: a camera without a log daemon works all the same.
package struct Syslog: EventLog {
  /// Security and authorisation messages, private (`LOG_AUTHPRIV`).
  private static let facility = 10
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
    let priority = Self.facility * 8 + event.severity
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

extension LoggedEvent {
  /// The severity of RFC 3164: looks are for debugging, changes are notable, refusals a warning.
  fileprivate var severity: Int {
    guard error == nil else { return 4 }
    return useCase.isLook ? 7 : 5
  }

  /// The event in one line of `key="value"`.
  var text: String {
    (fields.map { "\($0.name)=\"\($0.value)\"" } + ["ms=\(milliseconds)"]).joined(separator: " ")
  }

  /// What is told of the event, cleaned: names and values, of which none has a quote or a backslash.
  var fields: [(name: String, value: String)] {
    var fields = [("user", caller.name)]
    if let account = caller.account { fields.append(("account", account)) }
    fields.append(("from", caller.origin.text))
    if let key = caller.key { fields.append(("key", key)) }
    fields.append(("did", useCase.rawValue))
    if !subject.isEmpty { fields.append(("to", subject)) }
    fields.append(("result", error?.word ?? "done"))
    fields += notes.map { ($0.name, $0.value) }
    return fields.map { ($0.0, Self.clean($0.1)) }
  }

  /// Printable ASCII without quotes and backslashes, at most 256 characters: nobody writes lines of their own.
  private static func clean(_ text: String) -> String {
    let bytes = text.utf8.prefix(256).map { byte in
      (0x20...0x7E).contains(byte) && byte != 0x22 && byte != 0x5C ? byte : 0x3F
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Caller.Origin {
  fileprivate var text: String {
    switch self {
    case .shell: "shell"
    case .sudo: "sudo"
    case .ssh(let address): "ssh \(address)"
    case .console(let line): "console \(line)"
    }
  }
}
