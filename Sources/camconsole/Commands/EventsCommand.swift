internal import ArgumentParser
internal import CameraDevice
internal import CameraModel
internal import CameraService

struct EventsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "List the recent events of the camera, the oldest first.",
    discussion: """
      Who did what, from where, and how it ended: backups, restores, changes of PINs and users, logins, refusals. \
      Times are local. Two files of 256 KiB in the state directory hold the events, and the oldest ones are removed \
      first. Every event is also in the system's log: logins, users and PINs in the facility auth, all others in \
      daemon. The severity is err for damage, and warning for refusals.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("List so many of the newest events.", valueName: "count"))
  var last: Int?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard last.map({ $0 > 0 }) ?? true else { throw ValidationError("--last takes a number from 1 on.") }
  }

  func run() throws {
    let all = try global.onCamera { (camera) throws(ServiceError) in try camera.events() }
    let events = all.suffix(last ?? all.count)
    guard !json else { return try Output.json(.object(["events": .list(events.map(\.json))])) }
    for event in events { try Output.line("\(Composition.time.localTime(event.time))  \(event.text)") }
  }
}

extension RecordedEvent {
  fileprivate var json: JSONValue {
    let texts = fields.map { ($0.name, JSONValue.text($0.value)) }
    let own: [(String, JSONValue)] = [("time", JSONValue(time: time)), ("ms", .number(milliseconds))]
    return .object(Dictionary(texts + own) { first, _ in first })
  }
}
