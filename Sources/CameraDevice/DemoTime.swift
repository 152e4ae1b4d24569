package import FileSystem

/// The clocks of a demo camera: when it restarts, the time since the boot begins again and the boot gets another name.
package struct DemoTime: TimeSource {
  /// The file in the run directory that holds the moment: seconds since the machine's boot, as in `/proc/uptime`.
  private static let bootName = "boot"

  private let machine = SystemTime()
  private let run: String

  /// The clocks for a camera: a demo camera's own where its marker stands beside the run directory.
  package static func clock(forRun run: String) -> any TimeSource {
    guard let split = SplitPath(run), split.name == "run",
      let camera = try? PosixFileSystem().openDirectory(at: split.directory),
      (try? camera.contains(DemoCamera.markerName)) == true
    else { return SystemTime() }
    return DemoTime(run: run)
  }

  package var runsBoot: Bool { true }

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

  package func rebooted() {
    let time = machine.sinceBoot()
    let digits = String(time.nanoseconds)
    let text = "\(time.seconds).\(String(repeating: "0", count: 9 - digits.count))\(digits)\n"
    // Without it the camera was not restarted, which is what the next look finds.
    try? replace(Array(text.utf8))
  }

  private func replace(_ bytes: [UInt8]) throws(FileError) {
    let directory = try PosixFileSystem().openDirectory(at: run)
    let name = Self.bootName + ".new"
    if try directory.contains(name) { try directory.remove(name) }
    try directory.create(name).write(bytes.span, at: 0)
    try directory.rename(name, to: Self.bootName)
  }

  /// When the demo camera was restarted last; `nil` for never in this boot of the machine.
  private var reboot: (text: String, seconds: Int64)? {
    guard let bytes = try? PosixFileSystem().openDirectory(at: run).readWhole(Self.bootName, limit: 64) else {
      return nil
    }
    let text = String(decoding: bytes.prefix { $0 != 0x20 && $0 != 0x0A }, as: UTF8.self)
    guard text.utf8.count <= 24, let seconds = Int64(text.prefix { $0 != "." }),
      (0...machine.sinceBoot().seconds).contains(seconds)
    else { return nil }
    return (text, seconds)
  }
}
