private import CSodium

/// What can go wrong in this module.
package enum SodiumError: Error, Equatable {
  /// The system refused memory, for a guarded buffer or for a key derivation.
  case noMemory
  /// An authenticator did not verify: wrong key, or altered bytes.
  case forged
  /// libsodium could not be initialised.
  case unavailable
  /// A key derivation was not waited for to its end.
  case stopped
}

private let libraryStatus = sodium_init()

/// Initialises libsodium once a process (`sodium_init`).
func initializeLibrary() throws(SodiumError) {
  guard libraryStatus >= 0 else { throw .unavailable }
}
