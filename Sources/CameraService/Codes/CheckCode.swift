internal import CameraDevice
internal import FileSystem

extension CheckProblem {
  /// The class of this problem, as in JSON.
  package var code: ErrorCode {
    switch self {
    case .error(let error): error.code
    case .restore(let obstacle): obstacle.code
    case .storage(.readOnly, _), .readOnlyCard: .readOnly
    case .program(_, _, let problem): problem.code
    case .noTerminal: .noTerminal
    case .late: .ioError
    case .revert, .storage(.memory, _), .storage(.unknown, _), .storage(.lasting, _), .noLog, .clockNotSet,
      .noNetworkFile, .escrow:
      .refused
    }
  }

  /// As `ServiceError.reason`.
  package var reason: String? {
    guard case .error(let error) = self else { return nil }
    return error.reason
  }
}

extension ProgramProblem {
  fileprivate var code: ErrorCode {
    switch self {
    case .missing: .notFound
    case .notExecutable: .notPermitted
    case .notTrusted: .settings
    case .unreadable(let error): error.internalCode
    case .notRegular, .empty, .unknownFormat, .noInterpreter: .refused
    }
  }
}

extension RestoreObstacle {
  /// The class of this obstacle, as in JSON.
  package var code: ErrorCode {
    switch self {
    case .exchange(_, let obstacle): obstacle.code
    case .room: .full
    case .users, .usersInUTF16, .identity, .main: .refused
    case .bus: .moduleFailed
    case .noConfiguration: .notFound
    case .unread(let error): error.code
    }
  }
}

extension ExchangeError {
  var code: ErrorCode {
    switch self {
    case .notExchangeable(_, let obstacle): obstacle.code
    case .noRoom: .full
    case .file(let error): error.errorCode
    }
  }
}

extension ExchangeObstacle {
  fileprivate var code: ErrorCode {
    switch self {
    case .readOnly: .readOnly
    case .notPermitted: .notPermitted
    case .noParent, .link, .notDirectory, .mountPoint, .holdsMount, .otherDevice, .lowerLayer, .filesystemCannot,
      .memory, .fixed, .untried:
      .refused
    }
  }
}
