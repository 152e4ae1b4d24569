internal import ArgumentParser
internal import CameraDevice
internal import CameraService
internal import FileSystem

struct SystemFilesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "system-files",
    abstract: "Print or install what the system needs to run camconsole.",
    discussion: """
      systemd: two services for the start of the camera, a backup every night, a verification every week, metrics. \
      sshd: accounts of technicians, a fleet, and a key that fetches sealed backups. sudo: the rules for these \
      accounts. serial: the console on the line ttyS0. cron: for a camera without systemd. ansible: a role and a \
      playbook. oxidized: a model that keeps the history of the configuration. prometheus: alerts and their tests. The \
      comments in each file say how it is used and checked.

      The files go to standard output, or below a directory with --into: --into / installs them on this system. If one \
      of the files exists with other contents, nothing is written. --replace replaces such files. After --into / start \
      the systemd units with: systemctl daemon-reload; systemctl enable --now camconsole-boot-once camconsole-boot \
      camconsole-backup.timer camconsole-verify.timer camconsole-metrics.timer.

      The settings are not read.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "What the files are for.")
  var kind: SystemFileKind

  @Option(help: ArgumentHelp("Write the files below this directory.", valueName: "dir"))
  var into: String?

  @Flag(help: "Replace files that have other contents.")
  var replace = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard into != "" else { throw ValidationError("--into takes a directory.") }
    guard !replace || into != nil else { throw ValidationError("--replace goes with --into only.") }
  }

  func run() throws {
    try Permission.check(usesSettings: global.settings != nil, usesDemo: global.isDemo)
    if let into {
      try Permission.refuse(.option("--into"))
      try install(into)
    } else if json {
      try list(kind.files.map { ($0, $0.path, nil) })
    } else {
      let texts = kind.files.map { String(decoding: $0.contents, as: UTF8.self) }
      try Output.write(texts.joined(separator: "\n"), to: 1)
    }
  }

  private func install(_ directory: String) throws {
    // They are for everyone to read.
    SystemCalls.sharesNewFiles()
    let installer = SystemFileInstaller(root: ThisProcess.absolute(directory), files: Composition.files)
    let files = kind.files
    let states = try installer.install(files, replaces: replace, now: Composition.time.now().seconds)
    guard !json else { return try list(zip(files, states).map { ($0, installer.path(of: $0), $1) }) }
    for (file, state) in zip(files, states) {
      try Output.line("\(installer.path(of: file))  \(state.rawValue)")
    }
  }

  private func list(_ files: [(file: SystemFile, path: String, state: SystemFileInstaller.State?)]) throws {
    let list = files.map { entry in
      JSONValue.object([
        "path": .text(entry.path), "mode": .text("0" + String(entry.file.mode, radix: 8)),
        "bytes": JSONValue(entry.file.contents.count), "state": JSONValue(entry.state?.rawValue),
      ])
    }
    try Output.json(.object(["kind": .text(kind.rawValue), "files": .list(list)]))
  }
}
