internal import ConfigurationChange

/// Which restore a person was asked about. What is decided about it is refused where it is another one by then.
package struct RestoreID: Sendable, Equatable {
  let change: ChangeID

  /// The backup that was restored: `EEEECCCC`, or `undo`. Of a change of keys `config`.
  package var subject: String { change.subject }

  init(_ change: ChangeID) { self.change = change }
}
