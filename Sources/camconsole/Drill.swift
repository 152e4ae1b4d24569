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
    base = Self.base(directory)
  }

  private static func base(_ directory: String?) -> String {
    let temporary = ThisProcess.environment("TMPDIR").flatMap { $0.isEmpty ? nil : $0 }
    return ThisProcess.absolute(directory ?? temporary ?? "/var/tmp")
  }

  /// Removes what killed drills left, which is in clear: before anything is waited for, and whatever comes of it.
  ///
  /// - Parameter directory: as above.
  static func removeLeftovers(_ directory: String?) {
    guard let parent = try? Composition.files.openDirectory(at: base(directory)) else { return }
    WorkDirectory(in: parent, prefix: prefix).removeLeftovers(overwriting: true)
  }

  func run(_ pin: borrowing SecretBytes) -> Result<DrillReport, ServiceError> {
    do throws(ServiceError) {
      // What is not a backup is not copied anywhere.
      let copy = try DrillCopy(of: source)
      return .success(
        try inWorkDirectory { (path, room) throws(ServiceError) in try run(pin, copy, in: path, room) })
    } catch {
      return .failure(error)
    }
  }

  /// Makes the directory, and removes it whatever happens: what was restored into it may be secret.
  private func inWorkDirectory(
    _ body: (String, any Directory) throws(ServiceError) -> DrillReport
  ) throws(ServiceError) -> DrillReport {
    let base = base
    let (parent, made) = try placing { () throws(FileError) in
      let parent = try files.openDirectory(at: base)
      return (parent, try WorkDirectory(in: parent, prefix: Self.prefix).make())
    }
    let result = Result { () throws(ServiceError) in try body(base + "/" + made.name, made.directory) }
    try placing { () throws(FileError) in try parent.removeTree(made.name, overwriting: true) }
    return try result.get()
  }

  private func placing<Value>(_ body: () throws(FileError) -> Value) throws(ServiceError) -> Value {
    let base = base
    return try mapError({ (error: FileError) in ServiceError.drill(.place(path: base, error)) }, body)
  }

  private func run(
    _ pin: borrowing SecretBytes, _ copy: DrillCopy, in path: String, _ room: any Directory
  ) throws(ServiceError) -> DrillReport {
    let progress = ProgressLine(isEnabled: SystemCalls.isErrorATerminal)
    defer { progress.clear() }
    do {
      try copy.write(to: room, progress.observer)
    } catch .store(.file(let error)) {
      throw .drill(.place(path: base, error))
    }
    let demo = try mapError({ (error: DemoError) in ServiceError.demo(DemoProblem(error)) }) {
      () throws(DemoError) in
      try DemoDirectory.createBare(at: path + "/camera", in: files, settings: copy.settings)
    }
    try placing { () throws(FileError) in
      try copy.insert(in: try files.openDirectory(at: demo.path + "/card/CAMVAULT"), from: room)
    }
    let settings = try mapError(
      ServiceError.settings, try Composition.settingsFile(isDemo: true).load(demo.settingsPath))
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

/// The sealed copy, of which the header was read.
private struct DrillCopy {
  private static let name = "copy"

  private let incoming: IncomingBackup
  /// Settings of a camera that may spend on a key what the backup asks for.
  let settings: [String]

  init(of source: String) throws(ServiceError) {
    let input: NamedInput
    do {
      input = try NamedInput(source)
    } catch {
      throw error.isInterrupted ? .store(.stopped) : .drill(.unreadable(error))
    }
    incoming = try Self.reading { () throws(StoreError) in try IncomingBackup(input) }
    guard let cost = incoming.cost else { throw .drill(.copy(.damaged)) }
    settings = ["ARGON2_PASSES=\(cost.passes)", "ARGON2_MIB=\(cost.memoryKiB / 1_024)"]
  }

  /// Writes it into the directory of the drill, as it is on a card.
  func write(to room: any Directory, _ observer: WorkObserver) throws(ServiceError) {
    try Self.reading { () throws(StoreError) in
      let file = try mapError(StoreError.file, try room.create(Self.name))
      var size: Int64 = 0
      try incoming.copy(.writing, observer) { (bytes) throws(StoreError) in
        try mapError(StoreError.file) { () throws(FileError) in try file.write(bytes, at: size) }
        size += Int64(bytes.count)
      }
    }
  }

  private static func reading<Value>(_ body: () throws(StoreError) -> Value) throws(ServiceError) -> Value {
    do throws(StoreError) {
      return try body()
    } catch .incoming(let fault) {
      throw .drill(.copy(fault))
    } catch .receiving(let error) {
      throw .drill(.unreadable(error))
    } catch {
      throw .store(error)
    }
  }

  /// Puts it on a card, under the name of its backup.
  func insert(in vault: any Directory, from room: any Directory) throws(FileError) {
    try vault.makeHardLink(incoming.name.fileName, to: Self.name, in: room)
  }
}
