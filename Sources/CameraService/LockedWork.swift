/// Work that others have to wait for, as the file of a lock names it.
package enum LockedWork: String, Sendable, CaseIterable {
  case restore
  case preview
  case start
  case endOfRestore = "end-of-restore"
  case writeModules = "write-modules"
  case confirm
  case revert
  case status
  case list
  case backup
  case verify
  case find
  case open
  case export
  case keep
  case label
  case compare
  case acknowledge
  case delete
  case deleteAll = "delete-all"
  case lookAtPIN = "look-at-pin"
  case changePIN = "change-pin"
  case adopt
  case checkPIN = "check-pin"
  case logIn = "log-in"
  case users
  case changeConfiguration = "change-configuration"
}
