internal import BackupStore
package import CameraDevice
internal import CameraModel
internal import FileSystem

/// The recent events of a camera: two files in the state directory, with one line of JSON for each event.
///
/// The first file takes new events. When it is full it takes the place of the second. A cut leaves at most a piece of
/// the last line: readers pass it over, and the next event begins on a line of its own.
package struct EventJournal: EventLog {
  static let name = "events"
  /// The file that was full before.
  static let earlierName = "events.1"
  /// Bytes of one file.
  static let longestFile: Int64 = 256 * 1_024
  private static let lockName = "events.lock"
  /// Seconds to wait for another process that writes an event.
  private static let patience = 1

  private let machine: Machine

  /// - Parameter machine: its state directory holds the events, and its clock dates them.
  package init(_ machine: Machine) { self.machine = machine }

  /// Appends the event, durably. Where that fails the work goes on: the system's log has it, too.
  package func report(_ event: LoggedEvent) {
    guard event.isRecorded else { return }
    try? append(RecordedEvent(event, at: machine.time.now().seconds).line)
  }

  private func append(_ line: [UInt8]) throws(FileError) {
    let (files, settings) = (machine.files, machine.settings)
    let state = try files.openMakingDirectories(at: settings.state)
    _ = try files.openMakingDirectories(at: settings.run)
    guard
      let lock = try? ProcessLock(
        in: files, path: settings.run + "/" + Self.lockName, work: "an event", now: machine.time.now().seconds,
        waitSeconds: Self.patience)
    else { return }
    try append(line, in: state)
    withExtendedLifetime(lock) {}
  }

  private func append(_ line: [UInt8], in state: any Directory) throws(FileError) {
    var end = try Self.end(of: Self.name, in: state)
    if let size = end?.size, size + Int64(line.count) + 1 > Self.longestFile {
      try state.rename(Self.name, to: Self.earlierName)
      end = nil
    }
    let file = end == nil ? try state.create(Self.name) : try state.openForWriting(Self.name)
    let text = (end?.isCut ?? false ? [0x0A] : []) + line
    try file.write(text.span, at: end?.size ?? 0)
    try file.synchronize()
    if end == nil { try state.synchronize() }
  }

  /// How long a file is, and whether its last line is a piece; `nil` where there is no file.
  private static func end(
    of name: String, in state: any Directory
  ) throws(FileError) -> (size: Int64, isCut: Bool)? {
    guard try state.contains(name) else { return nil }
    let file = try state.open(name)
    let size = try file.status().size
    guard size > 0 else { return (0, false) }
    var last: [UInt8] = [0]
    var span = last.mutableSpan
    let count = try file.read(into: &span, at: size - 1)
    return (size, count == 1 && last[0] != 0x0A)
  }

  /// The recorded events, the oldest first. Lines that are not events are passed over.
  func events() throws(FileError) -> [RecordedEvent] {
    let state: any Directory
    do {
      state = try machine.files.openDirectory(at: machine.settings.state)
    } catch {
      guard error.isNotFound else { throw error }
      return []
    }
    var events: [RecordedEvent] = []
    for name in [Self.earlierName, Self.name] where try state.contains(name) {
      let bytes = try state.open(name).readAll(limit: Int(Self.longestFile))
      events += bytes.split(separator: 0x0A).compactMap { RecordedEvent(line: $0) }
    }
    return events
  }
}

extension LoggedEvent {
  /// Whether it is kept: what changed something, a refusal because a PIN or a right was missing, and damage that
  /// was found. A camera that is watched does not wear its flash.
  fileprivate var isRecorded: Bool {
    // It runs every minute on some cameras. What it reverts is an event of its own.
    guard useCase != .finishRestore else { return false }
    return !useCase.isLook || isDenial || findsDamage
  }
}

/// An event as it was recorded.
package struct RecordedEvent: Sendable, Equatable {
  /// Seconds since 1970.
  package let time: Int64
  /// How long it took.
  package let milliseconds: Int64
  /// Names and values, in the order of the line, without the two above. Printable ASCII.
  package let fields: [Field]

  /// A name and its value.
  package struct Field: Sendable, Equatable {
    /// A word of the log, as `did`.
    package let name: String
    /// What it says, without blanks.
    package let value: String
  }

  /// See the properties.
  package init(time: Int64, milliseconds: Int64, fields: [Field]) {
    (self.time, self.milliseconds, self.fields) = (time, milliseconds, fields)
  }

  init(_ event: LoggedEvent, at time: Int64) {
    let priority = [("facility", event.facility.word), ("severity", event.severity.word)]
    self.init(
      time: time, milliseconds: event.milliseconds,
      fields: (priority + event.fields).map { Field(name: $0.0, value: $0.1) })
  }

  /// The value of a name; empty where the event does not have it.
  package subscript(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

  /// Names that have a place of their own where an event is shown.
  private static let known: Set<String> = [
    "facility", "severity", "user", "account", "from", "key", "did", "to", "result",
  ]

  /// The event in one line, as `admin (console ttyS0): backup create: done, id 00010002`.
  package var text: String {
    let subject = self["to"].isEmpty ? "" : " " + self["to"]
    let notes = fields.filter { !Self.known.contains($0.name) }.map { "\($0.name) \($0.value)" }
    let outcome = ([self["result"]] + notes).joined(separator: ", ")
    return "\(self["user"]) (\(self["from"])): \(self["did"])\(subject): \(outcome)"
  }
}

/// The line: an object of texts, the time first and the milliseconds last.
extension RecordedEvent {
  var line: [UInt8] {
    let texts = [Field(name: "time", value: UTCTime.iso8601(time))] + fields
    let pairs = texts.map { "\"\($0.name)\":\"\($0.value)\"" } + ["\"ms\":\(milliseconds)"]
    return Array(("{" + pairs.joined(separator: ",") + "}\n").utf8)
  }

  init?(line: some Collection<UInt8>) {
    var rest = Array(line)[...]
    guard rest.first == UInt8(ascii: "{"), rest.last == UInt8(ascii: "}"),
      rest.allSatisfy({ (0x20...0x7E).contains($0) })
    else { return nil }
    rest = rest.dropFirst().dropLast()
    var fields: [Field] = []
    while let field = Self.takeText(&rest) { fields.append(field) }
    let last = String(decoding: rest, as: UTF8.self)
    guard fields.first?.name == "time", let time = fields.first.flatMap({ UTCTime.seconds($0.value) }),
      last.hasPrefix("\"ms\":"), let milliseconds = Int64(last.dropFirst(5))
    else { return nil }
    self.init(time: time, milliseconds: milliseconds, fields: Array(fields.dropFirst()))
  }

  /// Takes `"name":"value",` from the beginning; `nil` where something else is there.
  private static func takeText(_ rest: inout ArraySlice<UInt8>) -> Field? {
    let quote = UInt8(ascii: "\"")
    let parts = rest.split(separator: quote, maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].isEmpty, parts[2].elementsEqual(":".utf8), parts[4].first == UInt8(ascii: ",")
    else { return nil }
    rest = parts[4].dropFirst()
    return Field(name: String(decoding: parts[1], as: UTF8.self), value: String(decoding: parts[3], as: UTF8.self))
  }
}

extension UseCase {
  /// List of the events.
  static let listEvents = UseCase("events", .look)
}

extension Camera {
  /// The recent events, the oldest first.
  ///
  /// - Throws: `ServiceError.state` where they cannot be read.
  package func events() throws(ServiceError) -> [RecordedEvent] {
    try perform(.listEvents) { () throws(ServiceError) in
      try mapError(ServiceError.state, try EventJournal(machine).events())
    }
  }
}
