package import BackupStore
package import CameraModel
package import CameraService
package import TerminalUI
package import Wording

/// What happens to the console.
package enum ConsoleEvent: Sendable {
  /// A key that is not part of a secret.
  case key(Key)
  case resized(Size)
  /// The secret of the focused field has so many characters now.
  case secretEdited(FieldName, count: Int)
  /// The secret of the focused field does not take the character that was typed.
  case secretRefused(FieldName, Refusal)
  /// How strong the digits of a new PIN are, at most four times a second.
  case secretMeasured(FieldName, PINStrength)
  /// The work takes long enough to be shown; `nil` while it does not say how far it is.
  case progress(WorkStep?)
  /// The work asks, and waits for the answer.
  case decision(Decision)
  /// The work is done. `status` is fresh where it was looked at again.
  case reply(Reply, status: StatusReport?)
  /// The user was removed, or is no longer an administrator.
  case sessionEnded
  /// The camera has restarted by itself because a restore was reverted, and this program still runs.
  case restarted
  /// It was looked whether a change waits for its confirmation: seconds until it is reverted, `nil` where none waits.
  case changeWaits(seconds: Int?)
  /// A second has passed, while one is waited for.
  case tick
  /// So many seconds are left until the session ends, because no key was pressed.
  case idleWarning(seconds: Int)
  /// No key for too long.
  case idle
}

/// How far work is.
package struct WorkStep: Sendable, Equatable {
  /// What is being done.
  package let phase: WorkProgress.Phase
  /// 0…100.
  package let percent: Int
  /// `nil` while it cannot be told.
  package let secondsLeft: Int?

  /// See the properties.
  package init(phase: WorkProgress.Phase, percent: Int, secondsLeft: Int?) {
    self.phase = phase
    self.percent = percent
    self.secondsLeft = secondsLeft
  }

  /// `writing`.
  package var phaseText: String { phase.words }

  /// `46 %  0:27 left`
  package var figures: String {
    // Of two columns, so that the rest of the line need not move.
    let share = percent < 10 ? " \(percent) %" : "\(percent) %"
    return secondsLeft.map { "\(share)  \(clock($0)) left" } ?? share
  }
}

/// What the work on a Super PIN, or an import, asks.
package typealias Decision = WorkQuestion
