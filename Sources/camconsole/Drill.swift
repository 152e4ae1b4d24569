internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import DemoCamera
internal import FileSystem
internal import Sodium

/// A drill with one sealed copy, on a camera in a directory of its own.
struct Drill {
  /// What the directories for drills are called, before the number of the process.
  private static let prefix = "camconsole-drill."

  private let source: String
  private let base: String
  private let files = Composition.files

  /// - Parameters:
  ///   - source: the copy, `-` for standard input.
  ///   - directory: where the camera is made; `nil`: where temporary files are.
  init(_ source: String, _ directory: String?) {
    self.source = source
    let temporary = ThisProcess.environment("TMPDIR").flatMap { $0.isEmpty ? nil : $0 }
    base = ThisProcess.absolute(directory ?? temporary ?? "/var/tmp")
  }

  func run(_ pin: borrowing SecretBytes) -> Result<DrillReport, ServiceError> {
    do throws(ServiceError) {
      return .success(try inWorkDirectory { (path) throws(ServiceError) in try run(pin, in: path) })
    } catch {
      return .failure(error)
    }
  }

  /// Makes the directory, and removes it whatever happens: what was restored into it may be secret.
  private func inWorkDirectory(
    _ body: (String) throws(ServiceError) -> DrillReport
  ) throws(ServiceError) -> DrillReport {
    let base = base
    let (parent, name) = try placing { () throws(FileError) in
      let parent = try files.openDirectory(at: base)
      let work = WorkDirectory(in: parent, prefix: Self.prefix)
      work.removeLeftovers(overwriting: true)
      return (parent, try work.make())
    }
    let result = Result { () throws(ServiceError) in try body(base + "/" + name) }
    try placing { () throws(FileError) in try parent.removeTree(name, overwriting: true) }
    return try result.get()
  }

  private func placing<Value>(_ body: () throws(FileError) -> Value) throws(ServiceError) -> Value {
    let base = base
    return try mapError({ (error: FileError) in ServiceError.drill(.place(path: base, error)) }, body)
  }

  private func run(_ pin: borrowing SecretBytes, in path: String) throws(ServiceError) -> DrillReport {
    let room = try placing { () throws(FileError) in try files.openDirectory(at: path) }
    let copy = try DrillCopy(of: source, in: room)
    let demo = try mapError({ (error: DemoError) in ServiceError.demo(DemoProblem(error)) }) {
      () throws(DemoError) in
      try DemoDirectory.createBare(at: path + "/camera", in: files, settings: copy.settings)
    }
    try placing { () throws(FileError) in
      try copy.insert(in: try files.openDirectory(at: demo.path + "/card/CAMVAULT"))
    }
    let settings = try mapError(
      ServiceError.settings, try Composition.settingsFile(isDemo: true).load(demo.settingsPath))
    let progress = ProgressLine(isEnabled: SystemCalls.isErrorATerminal)
    defer { progress.clear() }
    let camera = Camera(
      Composition.machineOfItsOwn(settings), log: SilentLog(), waitSeconds: 0, observer: progress.observer,
      caller: Invocation.caller)
    let opened = try camera.openForDrill(pin)
    try mapError({ (error: DemoError) in ServiceError.demo(DemoProblem(error)) }) { () throws(DemoError) in
      for module in opened.manifest.modules where module.file != nil {
        try demo.addModule(module.identity, in: files)
      }
    }
    return try camera.drill(pin)
  }
}

/// What is done on a camera that is thrown away is nobody's business.
private struct SilentLog: EventLog {
  func report(_ event: LoggedEvent) {}
}

/// The sealed copy, in the directory of the drill.
private struct DrillCopy {
  private static let name = "copy"

  private let directory: any Directory
  private let copy: SealedCopy

  /// Copies it, and looks at its header.
  init(of source: String, in directory: any Directory) throws(ServiceError) {
    self.directory = directory
    let size = try Self.fill(source, directory)
    let header = try Self.reading { () throws(FileError) in
      try directory.open(Self.name).readAll(limit: SealedCopy.headerLength)
    }
    copy = try mapError(
      { (fault: SealedCopy.Fault) in ServiceError.drill(.copy(fault)) },
      try SealedCopy(checking: header, fileSize: size))
  }

  private static func fill(_ source: String, _ directory: any Directory) throws(ServiceError) -> Int64 {
    let input =
      source == "-"
      ? 0 : try reading { () throws(FileError) in try Composition.files.openToRead(at: ThisProcess.absolute(source)) }
    defer { if source != "-" { SystemCalls.closeFile(input) } }
    return try reading { () throws(FileError) in
      let file = try directory.create(name)
      var size: Int64 = 0
      while true {
        let piece = try SystemCalls.readPiece(input, name: source, atMost: 262_144)
        guard !piece.isEmpty else { return size }
        try file.write(Array(piece).span, at: size)
        size += Int64(piece.count)
      }
    }
  }

  private static func reading<Value>(_ body: () throws(FileError) -> Value) throws(ServiceError) -> Value {
    do throws(FileError) {
      return try body()
    } catch {
      throw error.isInterrupted ? .store(.stopped) : .drill(.unreadable(error))
    }
  }

  /// Settings of a camera that may spend on a key what the backup asks for.
  var settings: [String] {
    ["ARGON2_PASSES=\(copy.cost.passes)", "ARGON2_MIB=\(copy.cost.memoryKiB / 1_024)"]
  }

  /// Puts it on a card, under the name of its backup.
  func insert(in vault: any Directory) throws(FileError) {
    try vault.makeHardLink(copy.fileName, to: Self.name, in: directory)
  }
}
