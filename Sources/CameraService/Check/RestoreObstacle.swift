package import CameraDevice
internal import CameraModel
internal import FileSystem

/// Why a backup that is made now could not be restored on this camera as it is.
package enum RestoreObstacle: Sendable {
  /// The configuration directory cannot be exchanged: its path.
  case exchange(path: String, ExchangeObstacle)
  /// There is no room for a second copy of it: its path.
  case room(path: String, MissingRoom)
  /// Nobody could administer the camera.
  case users
  /// Nobody could administer the camera, because the users are in UTF-16.
  case usersInUTF16
  /// The camera does not say which model it is.
  case identity
  /// `camera.cfg` is not a file: what it is instead.
  case main(MainProblem)
  /// The bus does not exist: its path. It keeps no backup from being restored, but no module is in one.
  case bus(path: String)
  /// The configuration directory does not exist: its path.
  case noConfiguration(path: String)
  /// The configuration cannot be looked at.
  case unread(ServiceError)

  /// Whether it is about the directory, and not about what is in it.
  var isOfPlace: Bool {
    switch self {
    case .exchange, .room: true
    case .users, .usersInUTF16, .identity, .main, .bus, .noConfiguration, .unread: false
    }
  }

  /// Whether it is certain: else nothing is known against a restore.
  package var isCertain: Bool {
    switch self {
    case .exchange(_, .untried), .bus: false
    case .exchange, .room, .users, .usersInUTF16, .identity, .main, .noConfiguration, .unread: true
    }
  }

  /// Whether a restore is in question at all.
  package var isOfRestore: Bool {
    switch self {
    case .bus: false
    case .exchange, .room, .users, .usersInUTF16, .identity, .main, .noConfiguration, .unread: true
    }
  }
}

/// What is in the place of `camera.cfg`.
package enum MainProblem: Sendable {
  case missing, link, directory, special
}

extension Camera {
  /// Everything that would keep a backup that is made now from being restored here.
  ///
  /// - Parameter isFresh: tries the exchange also where the last trial in this boot is remembered.
  func restoreObstacles(isFresh: Bool) -> [RestoreObstacle] {
    guard (try? files.exists(settings.configuration)) != false else {
      return [.noConfiguration(path: settings.configuration)]
    }
    do throws(ServiceError) {
      return try placeObstacles(isFresh) + contentObstacles()
    } catch {
      return [.unread(error)]
    }
  }

  private func placeObstacles(_ isFresh: Bool) throws(ServiceError) -> [RestoreObstacle] {
    do throws(ExchangeError) {
      let (path, directory) = (
        settings.configuration, try ConfigurationDirectory(at: settings.configuration, in: files)
      )
      if let obstacle = try directory.obstacle(trialMemory, isFresh: isFresh) {
        return [.exchange(path: path, obstacle)]
      }
      if let obstacle = memoryObstacle { return [.exchange(path: path, obstacle)] }
      return try directory.missingRoom().map { [.room(path: path, $0)] } ?? []
    } catch {
      switch error {
      case .notExchangeable(let path, let obstacle): return [.exchange(path: path, obstacle)]
      case .noRoom(let path, let missing): return [.room(path: path, missing)]
      case .file: throw .exchange(error)
      }
    }
  }

  /// A restart of the machine loses a configuration that is in memory.
  var memoryObstacle: ExchangeObstacle? {
    guard machine.bootProgram == .initSystem,
      case .memory(let kind)? = try? Storage.of(settings.configuration, files: files)
    else { return nil }
    return .memory(kind)
  }

  private func contentObstacles() throws(ServiceError) -> [RestoreObstacle] {
    let configuration = try openConfiguration()
    if let problem = configuration.mainProblem { return [.main(problem)] }
    let isNameless = try identityIfKnown().model.isEmpty
    return usersObstacles(configuration) + (isNameless ? [.identity] : [])
  }

  private func usersObstacles(_ configuration: any Directory) -> [RestoreObstacle] {
    guard !configuration.hasAdministrator else { return [] }
    return configuration.usersProblem == .utf16 ? [.usersInUTF16] : [.users]
  }

  /// Where trials of the exchange are remembered; `nil` without a run directory.
  var trialMemory: TrialMemory? {
    guard let run = try? files.openMakingDirectories(at: settings.run), let boot = try? time.bootID() else {
      return nil
    }
    return TrialMemory(run: run, bootID: boot)
  }
}

extension Directory {
  /// What is in the place of `camera.cfg`; `nil` where it is a file, or cannot be looked at.
  var mainProblem: MainProblem? {
    do throws(FileError) {
      switch try status(of: MainConfiguration.name).kind {
      case .regular: return nil
      case .directory: return .directory
      case .symbolicLink: return .link
      case .special: return .special
      }
    } catch {
      return error.isNotFound ? .missing : nil
    }
  }
}
