package import CameraService

/// Work for a use case, done off the main thread, by what it is about. Secrets are named by the fields that hold them.
package enum Operation: Sendable {
  case session(SessionOperation)
  case camera(CameraOperation)
  case backups(BackupOperation)
  case pin(PINOperation)
  case restore(RestoreOperation)
  case users(UserOperation)
  case configuration(ConfigurationOperation)

  /// What the console knows of it before it begins, and how it is done.
  package var traits: OperationTraits {
    switch self {
    case .session(let operation): operation.traits
    case .camera(let operation): operation.traits
    case .backups(let operation): operation.traits
    case .pin(let operation): operation.traits
    case .restore(let operation): operation.traits
    case .users(let operation): operation.traits
    case .configuration(let operation): operation.traits
    }
  }
}

/// What came of an operation.
package enum Reply: Sendable {
  case session(SessionReply)
  case camera(CameraReply)
  case backups(BackupReply)
  case pin(PINReply)
  case restore(RestoreReply)
  case users(UserReply)
  case configuration(ConfigurationReply)
  case failed(ServiceError)

  /// Whether a change was made that the camera uses after its restart.
  package var needsReboot: Bool {
    switch self {
    case .restore(.restored(let report)): report.needsReboot
    case .configuration(.changed(let report)): !report.isUnchanged
    case .session, .camera, .backups, .pin, .restore, .users, .configuration, .failed: false
    }
  }
}

/// What the console has to know of an operation, and its use case: one row each, in the table of its subject.
package struct OperationTraits: Sendable {
  /// When card, PIN and restore are looked at again behind it.
  enum StatusLook: Sendable {
    case never, always
    /// What succeeds brings a listing, which tells all that is another.
    case onFailure
  }

  /// What a person reads while it goes on.
  let words: String
  /// The fields whose secrets it takes.
  package var secrets: [FieldName] = []
  /// Whether Esc may stop it: before its commit point it is undone.
  var canBeStopped = false
  /// Whether it only looks: a busy camera is asked again until it answers.
  package var isLook = false
  /// Whether it looks for what a person only has to know before typing, as how long no PIN is taken. Where it fails
  /// nothing is said: the try itself tells. It is short, and what is typed meanwhile is for the field.
  package var isBeforeTyping = false
  /// Whether the person has to be an administrator still.
  package var needsSession = true
  var status = StatusLook.never
  /// Does it, with the use case. It runs on another thread, and no screen is touched there.
  package let perform: @Sendable (any Workplace) throws(ServiceError) -> Reply

  /// Whether the status is read again behind it.
  ///
  /// - Parameter reply: what came of it.
  package func looksAtStatus(after reply: Reply) -> Bool {
    switch status {
    case .never: false
    case .always: true
    case .onFailure: if case .failed = reply { true } else { false }
    }
  }
}
