internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// What is looked at of the machine underneath.
extension Camera {
  /// Whether PIN, record and a restore's intent are there after a restart.
  func storageProblem() -> Message? {
    do throws(FileError) {
      return CheckMessages.storage(try Storage.of(settings.state, files: files), settings.state)
    } catch {
      return ServiceError.state(error).message
    }
  }

  func cardProblem() -> Message? {
    let presence = card.open()
    do throws(ServiceError) {
      _ = try presence.root(required: true)
    } catch {
      return error.message
    }
    if case .present(let card) = presence {
      if !card.isWritable { return CheckMessages.readOnlyCard }
      if card.capacity.freeInodes == 0 { return FileLack.inodes.message }
    }
    return nil
  }

  /// - Parameter command: a program and its arguments; empty where there is none to be run.
  func commandProblem(_ key: String, _ command: [String]) -> Message? {
    guard let program = command.first, !program.isEmpty else { return nil }
    return ProgramFile(files: files).problem(program).map { $0.message(key, program) }
  }

  /// What the settings name was trusted when they were loaded; it may be otherwise by now.
  func settingsProblem() -> Message? {
    do {
      try SettingsFile(files: files, trust: .rootOrCaller).check(settings)
      return nil
    } catch {
      return error.message
    }
  }
}
