internal import ArgumentParser
internal import CameraModel
internal import CameraService

struct UsersRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove users: all that are named, or none.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The users.")
  var name: [String]

  @Flag(help: "Do not ask.")
  var yes = false

  func run() throws {
    try global.onCamera { (camera) throws(ServiceError) in
      try camera.rehearse { (users) throws(UserError) in try users.remove(name) }
    }
    let names = name.joined(separator: ", ")
    try Confirmation.require(
      "The removal of users", "This removes from the camera, for good: \(Output.clean(names)).", yes: yes)
    let change = try global.onCamera { (camera) throws(ServiceError) in try camera.removeUsers(name) }
    change.tellReload()
    try Output.line("Removed: \(names).")
  }
}

struct UsersFactoryResetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "factory-reset",
    abstract: "Restore the factory's user admin with its password, and remove all others.",
    discussion: """
      The first login at the console must choose another password. Lines of SECTION users that are no users are \
      removed too, so that this also mends a configuration whose users cannot be read.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Do not ask.")
  var yes = false

  func run() throws {
    try Confirmation.require(
      "The return to the factory's user",
      "This removes all users but \(FactoryUser.name), who gets the password that every camera has from the factory.",
      yes: yes)
    let change = try global.onCamera { (camera) throws(ServiceError) in try camera.resetUsers() }
    change.tellReload()
    try Output.line("The only user is \(FactoryUser.name), with the factory's password. Choose another at once.")
  }
}
