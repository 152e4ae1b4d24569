internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// What is looked at of the machine underneath.
extension Camera {
  /// Whether PIN, record and a restore's intent are there after a restart.
  func storageProblem() -> Message? {
    do throws(FileError) {
      let message = CheckMessages.storage(try Storage.of(settings.state, files: files), settings.state)
      if let message { return message }
      return try stateProblem()
    } catch {
      return ServiceError.state(error).message
    }
  }

  /// Flags that keep the record from being replaced, and a record that cannot be read.
  private func stateProblem() throws(FileError) -> Message? {
    guard try files.exists(settings.state) else { return nil }
    let state = try files.openDirectory(at: settings.state)
    for name in [nil] + StoreSession.recordNames.map(Optional.some) where state.lock(of: name) != [] {
      let path = settings.state + (name.map { "/" + $0 } ?? "")
      return ServiceError.state(FileError(.create, path, code: FileError.Code.notPermitted, lock: state.lock(of: name)))
        .message
    }
    do throws(StoreError) {
      _ = try StoreSession(lookingAt: environment(state: state, card: nil))
      return nil
    } catch {
      return error.message
    }
  }

  func cardProblem() -> Message? {
    let presence = card.open()
    do throws(ServiceError) {
      _ = try presence.root(required: true)
    } catch {
      return error.message
    }
    guard case .present(let card) = presence else { return nil }
    guard card.isWritable else { return CheckMessages.readOnlyCard(card.filesystem) }
    guard card.capacity.freeInodes != 0 else { return FileLack.inodes.message }
    return storeProblem(card.root)
  }

  /// Why no backup can be made on a card. An unreadable record is told of by the check of the state directory.
  private func storeProblem(_ card: any Directory) -> Message? {
    guard let state = try? files.openDirectory(at: settings.state) else { return nil }
    do throws(StoreError) {
      try StoreSession(lookingAt: environment(state: state, card: card)).checkCard(try? openConfiguration())
      return nil
    } catch {
      switch error {
      case .recordDamaged, .record: return nil
      default: return error.message
      }
    }
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
      return busProblem() ?? networkProblem()
    } catch {
      return error.message
    }
  }

  /// A bus that does not exist: modules would be missing from every backup, and nobody would be told.
  func busProblem() -> Message? {
    guard !settings.bus.isEmpty, (try? files.exists(settings.bus)) == false else { return nil }
    return CheckMessages.noBus(settings.bus)
  }

  /// A pattern of `NETWORK_FILES` that keeps nothing.
  private func networkProblem() -> Message? {
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
    return open.first.map { CheckMessages.noNetworkFile($0.text) }
  }
}
