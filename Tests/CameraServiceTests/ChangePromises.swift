import BackupStore
import CameraModel
import CameraService
import FileSystem
import TestSupport
import Testing

/// A state that breaks a promise, with all that is needed to make it again.
struct ChangeViolation: Error, CustomStringConvertible {
  let description: String
}

/// What is promised of every state that a change of the whole camera can leave behind.
final class ChangePromises {
  let scenario: ChangeScenario
  let camera: ChangeCamera
  let base: CrashingFileSystem
  private let former: CameraPicture
  private let later: CameraPicture
  private(set) var states = 0
  private(set) var distinct = 0
  private var seen: Set<Int> = []

  init(_ scenario: ChangeScenario) throws {
    self.scenario = scenario
    let files = try ChangeCamera.makeFiles()
    let start = try CameraPicture(files)
    var camera = ChangeCamera()
    try scenario.prepare(&camera, files)
    self.camera = camera
    // What was prepared is old enough to be on the medium.
    base = files.settled()
    if scenario.isOfUsers || scenario.isOfKeys {
      former = start
      let finished = base.copy()
      try scenario.operation(camera, finished)
      later = try CameraPicture(finished)
    } else {
      former = try Self.picture(scenario.former, scenario)
      later = try Self.picture(scenario.later, scenario)
    }
    precondition(former != later)
  }

  /// A side as it was planted; a change of modules leaves the configuration as it is.
  private static func picture(_ side: ChangeSide, _ scenario: ChangeScenario) throws -> CameraPicture {
    let files = try ChangeCamera.makeFiles()
    try (scenario.isOfModules ? ChangeSide.old : side).plant(on: files)
    if scenario.isOfModules { side.plantModules(on: files) }
    if scenario.lacksModule { ChangeSide.unplug(on: files) }
    return try CameraPicture(files)
  }

  /// Whether a state at the next start is new.
  func isNew(_ files: CrashingFileSystem) -> Bool {
    states += 1
    guard seen.insert(files.fingerprint).inserted else { return false }
    distinct += 1
    return true
  }

  /// What is known of a state beside what is found.
  struct Knowledge {
    /// The change reported success.
    var isDone = false
    /// Other starts may have taken it back.
    var hasRestarted = false
    /// Looks also at what can be done next.
    var isDeep = false
    /// What a failed operation reported.
    var error: (any Error)?
  }

  /// Starts the camera, and again until nothing is left to do, and checks what is found.
  func check(_ files: CrashingFileSystem, _ label: String, _ known: Knowledge) throws {
    do {
      var camera = camera
      let isWaiting = try settle(&camera, files)
      let picture = try CameraPicture(files)
      try checkSide(picture, isWaiting, known, files, label)
      if isWaiting {
        try decide(&camera, files, label)
      }
      try checkTidy(&camera, files, label)
      if !isWaiting { try checkWords(picture, camera, files, label) }
      if known.isDeep { try checkNext(&camera, files, label) }
    } catch let error as ServiceError {
      throw fail("the next start gives \(error)", files, label)
    }
  }

  /// What was reported as failed has changed nothing, before the next start already.
  func checkFailed(_ files: CrashingFileSystem, _ label: String) throws {
    guard scenario.failsWhole else { return }
    let picture = try CameraPicture(files)
    guard picture == former else { throw fail("failed, and found\n\(picture)", files, label) }
  }

  /// - Returns: whether the change waits for its confirmation.
  private func settle(_ camera: inout ChangeCamera, _ files: CrashingFileSystem) throws -> Bool {
    for _ in 0..<4 {
      switch try camera.restart(files) {
      case .nothing, .modules, .finished, .undone: return false
      case .waiting: return true
      case .reverted(let report) where !report.needsReboot: return false
      case .reverted, .rebootNeeded: continue
      }
    }
    throw ChangeViolation(description: "\(scenario.name): it does not settle\n\(files.trace)")
  }

  private func checkSide(
    _ picture: CameraPicture, _ isWaiting: Bool, _ known: Knowledge, _ files: CrashingFileSystem, _ label: String
  ) throws {
    guard picture == former || picture == later else { throw fail("found a mixture\n\(picture)", files, label) }
    if isWaiting, picture != later { throw fail("waits with the former side", files, label) }
    let mayBeFormer = known.isDone ? !scenario.endsLater : scenario.mayBeFormer || known.hasRestarted
    let hasFailed = known.error != nil && scenario.failsWhole
    let mayBeLater = known.isDone ? scenario.endsLater : scenario.mayBeLater && !hasFailed
    guard picture == later ? mayBeLater : mayBeFormer else {
      throw fail("\(picture == later ? "the later" : "the former") side is found", files, label)
    }
  }

  /// Confirms a change that waits, or takes it back, in turns.
  private func decide(_ camera: inout ChangeCamera, _ files: CrashingFileSystem, _ label: String) throws {
    let isConfirmed = states % 2 == 0
    if isConfirmed {
      try camera.camera(files).confirmRestore()
    } else {
      _ = try camera.camera(files).revertRestore()
      guard try !settle(&camera, files) else { throw fail("waits after it was taken back", files, label) }
    }
    guard try CameraPicture(files) == (isConfirmed ? later : former) else {
      throw fail("\(isConfirmed ? "confirmed" : "taken back"), and found\n\(try CameraPicture(files))", files, label)
    }
  }

  /// Nothing unfinished is left, and the camera says how the last restore went.
  private func checkTidy(_ camera: inout ChangeCamera, _ files: CrashingFileSystem, _ label: String) throws {
    _ = try settle(&camera, files)
    guard files.names("/flash") == ["config"] else { throw fail("left: \(files.names("/flash"))", files, label) }
    // What the store left is cleared by the next work on it.
    let unfinished = ["restore", "restore.new", "restore.over", "restored.new"]
    let left = files.names(ChangeCamera.state).filter(unfinished.contains)
    guard left.isEmpty else { throw fail("left in the state directory: \(left)", files, label) }
    let now = try camera.camera(files)
    _ = try now.restoreStatus()
    guard try now.users().accounts.contains(where: { $0.group == .admins }) else {
      throw fail("nobody administers the camera", files, label)
    }
  }

  /// A restore that was taken back is said to be so.
  private func checkWords(
    _ picture: CameraPicture, _ camera: ChangeCamera, _ files: CrashingFileSystem, _ label: String
  ) throws {
    guard !scenario.endsLater, picture == former else { return }
    let state = try camera.camera(files).restoreStatus()?.state
    guard state == .reverted else {
      throw fail("taken back, and the status says \(state.map { "\($0)" } ?? "nothing")", files, label)
    }
  }

  /// The next backup, the next login, the next restore, and Undo.
  private func checkNext(_ camera: inout ChangeCamera, _ files: CrashingFileSystem, _ label: String) throws {
    let picture = try CameraPicture(files)
    if !scenario.isOfUsers {
      _ = try camera.camera(files).authenticate("admin", secret(ChangeCamera.password), line: "ttyS0")
    }
    if case .possible? = try camera.camera(files).restoreStatus()?.undo, picture == later, !scenario.isOfUsers {
      let copy = files.copy()
      var again = camera
      try again.restore(.undo, on: copy)
      if try settle(&again, copy) { try again.camera(copy).confirmRestore() }
      guard try CameraPicture(copy) == former else {
        throw fail("Undo brings\n\(try CameraPicture(copy))", copy, label)
      }
    }
    _ = try camera.camera(files).startBackup(StartBackupOptions())
    try camera.restore(on: files)
    guard try settle(&camera, files) else { throw fail("a further restore does not wait", files, label) }
    guard try CameraPicture(files) == picture else { throw fail("a further backup has another side", files, label) }
  }

  func fail(_ what: String, _ files: CrashingFileSystem, _ label: String) -> ChangeViolation {
    ChangeViolation(
      description: """
        \(scenario.name): \(label): \(what)
        former: \(former)
        later: \(later)
        \(files.trace.split(separator: "\n").suffix(250).joined(separator: "\n"))
        """)
  }
}
