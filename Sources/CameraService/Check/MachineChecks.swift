internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// What is looked at of the machine underneath.
extension Camera {
  /// Whether PIN, record and a restore's intent are there after a restart.
  func storageProblem() -> CheckProblem? {
    do throws(FileError) {
      let storage = try Storage.of(settings.state, files: files)
      return storage == .lasting ? try stateProblem() : .storage(storage, path: settings.state)
    } catch {
      return .error(.state(error))
    }
  }

  /// Flags that keep the record from being replaced, and a record that cannot be read.
  private func stateProblem() throws(FileError) -> CheckProblem? {
    guard try files.exists(settings.state) else { return nil }
    let state = try files.openDirectory(at: settings.state)
    for name in [nil] + StoreSession.recordNames.map(Optional.some) where state.lock(of: name) != [] {
      let path = settings.state + (name.map { "/" + $0 } ?? "")
      return .error(
        .state(FileError(.create, path, code: FileError.Code.notPermitted, lock: state.lock(of: name))))
    }
    do throws(StoreError) {
      _ = try StoreSession(lookingAt: environment(state: state, card: nil))
      return nil
    } catch {
      return .error(.store(error))
    }
  }

  func cardProblem() -> CheckProblem? {
    let presence = card.open()
    do throws(ServiceError) {
      _ = try presence.root(required: true)
    } catch {
      return .error(error)
    }
    guard case .present(let card) = presence else { return nil }
    guard card.isWritable else {
      return card.unwritableFileSystem.map { .error(.noCard(.unwritable($0))) } ?? .readOnlyCard
    }
    guard card.capacity.freeInodes != 0 else { return .error(.store(.noFileLeft(.inodes))) }
    return storeProblem(card.root)
  }

  /// Why no backup can be made on a card. An unreadable record is told of by the check of the state directory.
  private func storeProblem(_ card: any Directory) -> CheckProblem? {
    guard let state = try? files.openDirectory(at: settings.state) else { return nil }
    do throws(StoreError) {
      try StoreSession(lookingAt: environment(state: state, card: card)).checkCard(try? openConfiguration())
      return nil
    } catch {
      return error.place == .record ? nil : .error(.store(error))
    }
  }

  /// - Parameter command: a program and its arguments; empty where no program is to be run.
  func commandProblem(_ key: String, _ command: [String]) -> CheckProblem? {
    guard let program = command.first, !program.isEmpty else { return nil }
    return ProgramFile(files: files).problem(program).map { .program(setting: key, path: program, $0) }
  }

  /// What the settings name was trusted when they were loaded; it may be otherwise by now.
  func settingsProblem() -> CheckProblem? {
    do {
      try SettingsFile(files: files, trust: .rootOrCaller).check(settings)
      return busObstacle.map(CheckProblem.restore) ?? networkProblem()
    } catch {
      return .error(.settings(error))
    }
  }

  /// A bus that does not exist: modules would be missing from every backup, and nobody would be told.
  var busObstacle: RestoreObstacle? {
    guard !settings.bus.isEmpty, (try? files.exists(settings.bus)) == false else { return nil }
    return .bus(path: settings.bus)
  }

  /// A pattern of `NETWORK_FILES` that keeps nothing.
  private func networkProblem() -> CheckProblem? {
    var open = settings.networkFiles
    guard !open.isEmpty, let configuration = try? openConfiguration() else { return nil }
    var descent = Descent(configuration)
    var pending: [[String]] = [[]]
    while !open.isEmpty, let names = pending.popLast(), let directory = try? descent.directory(names) {
      for entry in (try? directory.entries()) ?? [] {
        let path = (names + [entry.name]).joined(separator: "/")
        open.removeAll { path != MainConfiguration.name && $0.matches(path) }
        if (try? directory.status(of: entry.name).kind) == .directory { pending.append(names + [entry.name]) }
      }
    }
    return open.first.map { .noNetworkFile(pattern: $0.text) }
  }
}

extension MountedCard {
  /// The card's file system, where nobody can write it; `nil` where it could be written.
  var unwritableFileSystem: String? { filesystem.flatMap { Self.unwritable.contains($0) ? $0 : nil } }
}
