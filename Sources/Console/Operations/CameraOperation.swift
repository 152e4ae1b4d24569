package import CameraModel
package import CameraService

/// The camera as a whole, and its modules.
package enum CameraOperation: Sendable {
  /// Camera, PIN, card and modules.
  case status
  /// The modules on the bus; settings that wait for one of them are written first.
  case modules
  /// Everything that `camconsole check` looks at, read again.
  case check
  /// The events that the camera has kept.
  case events
  case reboot

  var traits: OperationTraits {
    switch self {
    case .status:
      OperationTraits(words: "Looking at card and modules", canBeStopped: true, isLook: true) {
        (work) throws(ServiceError) in
        .camera(.status(try work.camera.status()))
      }
    case .modules:
      OperationTraits(words: "Asking the modules", isLook: true, status: .always) { (work) throws(ServiceError) in
        .camera(.modules(try work.modules()))
      }
    case .check:
      OperationTraits(words: "Checking the camera", canBeStopped: true) { (work) throws(ServiceError) in
        .camera(.checked(try work.camera.check()))
      }
    case .events:
      OperationTraits(words: "Reading the events", isLook: true) { (work) throws(ServiceError) in
        .camera(.events(try work.camera.events()))
      }
    // A restore that brought other users has to be followed by it all the same.
    case .reboot:
      OperationTraits(words: "Restarting the camera", needsSession: false) { (work) throws(ServiceError) in
        try work.reboot()
        return .camera(.restarting)
      }
    }
  }
}

/// What came of it.
package enum CameraReply: Sendable {
  case status(StatusReport)
  case modules([BusModule])
  case checked(CheckReport)
  /// The oldest first.
  case events([RecordedEvent])
  /// The reboot command was run.
  case restarting
}

extension Workplace {
  /// Settings that wait for a module since a restore are written as soon as someone looks.
  fileprivate func modules() throws(ServiceError) -> [BusModule] {
    if let restore = try camera.restoreStatus(), !restore.pendingModules.isEmpty {
      _ = try camera.writePendingModules()
    }
    return try camera.modules()
  }
}
