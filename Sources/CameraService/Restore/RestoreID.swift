internal import ConfigurationChange

/// Which restore a person was asked about. What is decided about it is refused where it is another one by then.
package struct RestoreID: Sendable, Equatable {
  let change: ChangeID

  init(_ change: ChangeID) { self.change = change }
}
