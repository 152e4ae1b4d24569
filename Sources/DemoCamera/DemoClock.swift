package import CameraDevice
package import FileSystem

/// The clocks of a demo camera: when it restarts, the time since the boot begins again and the boot gets another name.
package struct DemoClock: TimeSource {
  /// The file in the run directory that holds the moment: seconds since the machine's boot, as in `/proc/uptime`.
  private static let bootName = "boot"
  /// Bytes that it has at most.
  private static let longest = 24

  private let machine: any TimeSource
  private let files: any FileRoot
  private let run: String

  /// - Parameters:
  ///   - run: the path of the demo camera's run directory.
  ///   - machine: the clocks of the machine that it is on.
  package init(run: String, files: any FileRoot, machine: any TimeSource) {
    self.run = run
    self.files = files
    self.machine = machine
  }

  package func now() -> FileTime { machine.now() }

  package func sinceBoot() -> FileTime {
    let time = machine.sinceBoot()
    guard let reboot else { return time }
    return FileTime(seconds: time.seconds - reboot.seconds, nanoseconds: time.nanoseconds)
  }

  package func bootID() throws(FileError) -> String {
    let id = try machine.bootID()
    return reboot.map { "\(id)-\($0.text)" } ?? id
  }

  package func localTime(_ seconds: Int64) -> String { machine.localTime(seconds) }

  package func zone(_ seconds: Int64) -> String { machine.zone(seconds) }

  /// Begins another boot.
  func restart() throws(FileError) {
    let time = machine.sinceBoot()
    let digits = String(time.nanoseconds)
    let text = "\(time.seconds).\(String(repeating: "0", count: 9 - digits.count))\(digits)\n"
    try replace(Array(text.utf8))
  }

  private func replace(_ bytes: [UInt8]) throws(FileError) {
    let directory = try files.openDirectory(at: run)
    let name = Self.bootName + ".new"
    if try directory.contains(name) { try directory.remove(name) }
    try directory.create(name).write(bytes.span, at: 0)
    try directory.rename(name, to: Self.bootName)
  }

  /// When the demo camera was restarted last; `nil` for never in this boot of the machine.
  private var reboot: (text: String, seconds: Int64)? {
    guard let bytes = try? files.openDirectory(at: run).open(Self.bootName).readAll(limit: Self.longest + 1) else {
      return nil
    }
    let text = String(decoding: bytes.prefix { $0 != 0x20 && $0 != 0x0A }, as: UTF8.self)
    guard text.utf8.count <= Self.longest, let seconds = Int64(text.prefix { $0 != "." }),
      (0...machine.sinceBoot().seconds).contains(seconds)
    else { return nil }
    return (text, seconds)
  }
}
