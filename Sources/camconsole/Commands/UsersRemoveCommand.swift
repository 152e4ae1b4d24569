internal import ArgumentParser
internal import CameraModel
internal import CameraService
internal import Wording

struct UsersRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove all named users, or none of them.",
    discussion: """
      A user who does not exist counts as removed already, and the command succeeds.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The users.")
  var name: [String]

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let present = try global.onCamera { (camera) throws(ServiceError) in
      let present = try camera.present(name)
      if !present.isEmpty { try camera.validate { (users) throws(UserError) in try users.remove(present) } }
      return present
    }
    let names = present.joined(separator: ", ")
    if !present.isEmpty {
      try Confirmation.require(
        .removeUsers, UserChange.removalQuestion(Output.clean(names)), yes: yes)
    }
    let change = try global.onCamera { (camera) throws(ServiceError) in try camera.removeUsers(name) }
    let removed = change.isChanged ? present : []
    let absent = name.filter { name in !removed.contains { $0.utf8.elementsEqual(name.utf8) } }
    try change.tell(change.removed(removed, absent: absent), json ? ["removed": .texts(removed)] : nil)
  }
}

struct UsersFactoryResetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "factory-reset",
    abstract: "Replace all users by the factory user admin with the factory password.",
    discussion: """
      The first login to the console must choose another password. Invalid lines of SECTION users are removed too, so \
      this also corrects a configuration whose users cannot be read.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    try Confirmation.require(
      .resetUsers, UserChange.resetQuestion, yes: yes)
    let change = try global.onCamera { (camera) throws(ServiceError) in try camera.resetUsers() }
    try change.tell(
      change.reset, json ? ["name": .text(FactoryUser.name)] : nil)
  }
}
