import BackupStore
import CameraModel
import CameraService
import FileSystem
import TestSupport
import Testing

/// A change of the whole camera that is interrupted everywhere.
struct ChangeScenario: Sendable, CustomTestStringConvertible {
  let name: String
  /// The sides between which it changes: what was there before it, and what it brings.
  let former: ChangeSide
  let later: ChangeSide
  /// A module is not on the bus, before and after it.
  var lacksModule = false
  /// Modules alone are changed.
  var isOfModules = false
  /// Only users are changed: the later picture is that of a run to the end.
  var isOfUsers = false
  /// A key is changed, which no side has: the same.
  var isOfKeys = false
  /// Whether the former side may be found after an interruption, and the later one.
  var mayBeFormer = true
  var mayBeLater = true
  /// Which of them holds once success was reported.
  var endsLater = true
  /// Whether nothing has changed where an error is reported.
  var failsWhole = false
  /// Brings the camera to where the change begins.
  var prepare: @Sendable (inout ChangeCamera, CrashingFileSystem) throws -> Void = { _, _ in }
  let operation: @Sendable (ChangeCamera, CrashingFileSystem) throws -> Void

  var testDescription: String { name }
}

extension ChangeScenario {
  static let all = restores + boots + ends + reverts + undos + users + edits

  private static let restores = [
    ChangeScenario(name: "restore", former: .old, later: .new, failsWhole: true) { try $0.restore(on: $1) },
    ChangeScenario(name: "restore without a time", former: .old, later: .new, failsWhole: true) {
      try $0.restore(minutes: 0, on: $1)
    },
    ChangeScenario(
      name: "restore without a module", former: .old, later: .new, lacksModule: true, failsWhole: true,
      prepare: { ChangeSide.unplug(on: $1) }, operation: { try $0.restore(on: $1) }),
    ChangeScenario(name: "modules only", former: .old, later: .new, isOfModules: true) {
      try $0.restore(modulesOnly: true, on: $1)
    },
  ]

  private static let boots =
    restarts + [
      ChangeScenario(
        name: "boot with a module that was missing", former: .old, later: .new, mayBeFormer: false,
        prepare: { camera, files in
          ChangeSide.unplug(on: files)
          try camera.restore(on: files)
          camera.begin(files)
          ChangeSide.old.plugIn(on: files)
        },
        operation: { _ = try $0.finishStart($1) }),
      ChangeScenario(
        name: "boot with a replaced module", former: .old, later: .new, mayBeFormer: false,
        prepare: { camera, files in
          try camera.restore(on: files)
          camera.begin(files)
          ChangeSide.plugInAnother(on: files)
        },
        operation: { _ = try $0.finishStart($1) }),
    ]

  /// The restart after a restore, with a time to confirm it in and without.
  private static let restarts = [10, 0].map { minutes in
    ChangeScenario(
      name: "boot, \(minutes) minutes", former: .old, later: .new, mayBeFormer: false,
      prepare: { camera, files in
        try camera.restore(minutes: minutes, on: files)
        camera.begin(files)
      },
      operation: { _ = try $0.finishStart($1) })
  }

  private static let ends = [
    ChangeScenario(
      name: "confirm", former: .old, later: .new, mayBeFormer: false, prepare: { try wait(&$0, $1, starts: 1) },
      operation: { try $0.camera($1).confirmRestore() })
  ]

  private static let reverts = [
    ChangeScenario(
      name: "revert", former: .old, later: .new, endsLater: false, prepare: { try wait(&$0, $1, starts: 1) },
      operation: { _ = try $0.camera($1).revertRestore() }),
    ChangeScenario(
      name: "revert before the restart", former: .old, later: .new, endsLater: false,
      prepare: { try $0.restore(on: $1) }, operation: { _ = try $0.camera($1).revertRestore() }),
    ChangeScenario(
      name: "revert by time", former: .old, later: .new, endsLater: false,
      prepare: { camera, files in
        try wait(&camera, files, starts: 1)
        camera.elapsed += 600
      },
      operation: { _ = try $0.finishStart($1) }),
    ChangeScenario(
      name: "revert at the third start", former: .old, later: .new, endsLater: false,
      prepare: { camera, files in
        try wait(&camera, files, starts: 2)
        camera.begin(files)
      },
      operation: { _ = try $0.finishStart($1) }),
  ]

  private static let undos = [
    ChangeScenario(
      name: "undo", former: .new, later: .old, failsWhole: true, prepare: { try end(&$0, $1) },
      operation: { try $0.restore(.undo, on: $1) }),
    ChangeScenario(
      name: "confirm an undo", former: .new, later: .old, mayBeFormer: false,
      prepare: { camera, files in
        try end(&camera, files)
        try camera.restore(.undo, on: files)
        _ = try camera.restart(files)
      },
      operation: { try $0.camera($1).confirmRestore() }),
    ChangeScenario(
      name: "undo of modules", former: .new, later: .old, isOfModules: true,
      prepare: { try $0.restore(modulesOnly: true, on: $1) },
      operation: { try $0.restore(.undo, on: $1) }),
  ]

  private static let users = [
    ChangeScenario(
      name: "set users", former: .old, later: .old, isOfUsers: true,
      operation: { camera, files in
        let camera = try camera.camera(files)
        var draft = UserDraft(try camera.users())
        let text = try camera.passwordString(for: try secret("Other!2026x"))
        try draft.add(UserAccount(name: "dora", group: .admins, passwordString: text))
        draft.markForRemoval(0)
        _ = try camera.setUsers(draft)
      }),
    ChangeScenario(
      name: "factory reset", former: .old, later: .old, isOfUsers: true,
      operation: { _ = try $0.camera($1).resetUsers() }),
  ]

  private static let edits = [
    ChangeScenario(name: "edit", former: .old, later: .old, isOfKeys: true, failsWhole: true) { try $0.edit($1) },
    ChangeScenario(
      name: "confirm an edit", former: .old, later: .old, isOfKeys: true, mayBeFormer: false,
      prepare: { camera, files in
        try camera.edit(files)
        _ = try camera.restart(files)
      },
      operation: { try $0.camera($1).confirmRestore() }),
  ]

  /// A restore that waits for its confirmation after so many starts.
  private static func wait(
    _ camera: inout ChangeCamera, _ files: CrashingFileSystem, starts: Int
  ) throws {
    try camera.restore(on: files)
    for _ in 0..<starts { _ = try camera.restart(files) }
  }

  /// A restore that was confirmed.
  private static func end(_ camera: inout ChangeCamera, _ files: CrashingFileSystem) throws {
    try wait(&camera, files, starts: 1)
    try camera.camera(files).confirmRestore()
  }
}
