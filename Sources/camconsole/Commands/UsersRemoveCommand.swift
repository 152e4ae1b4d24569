internal import ArgumentParser
internal import CameraModel
internal import CameraService
internal import Wording

struct UsersRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove users: all that are named, or none.",
    discussion: """
      A user who is not there was removed before, which is a success. JSON: removed (names), unchanged (none was \
      there), reload_failed.
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
      if !present.isEmpty { try camera.rehearse { (users) throws(UserError) in try users.remove(present) } }
      return present
    }
    let names = present.joined(separator: ", ")
    if !present.isEmpty {
      try Confirmation.require(
        .removeUsers, "This removes from the camera, for good: \(Output.clean(names)).", yes: yes)
    }
    let change = try global.onCamera { (camera) throws(ServiceError) in try camera.removeUsers(name) }
    let removed = change.isChanged ? present : []
    let absent = name.filter { name in !removed.contains { $0.utf8.elementsEqual(name.utf8) } }
    let sentences = [
      removed.isEmpty ? nil : "Removed: \(names).",
      absent.isEmpty ? nil : "Not there, or removed already: \(absent.joined(separator: ", ")).",
    ]
    try change.tell(
      sentences.compactMap(\.self).joined(separator: " "), json ? ["removed": .texts(removed)] : nil)
  }
}

struct UsersFactoryResetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "factory-reset",
    abstract: "Restore the factory's user admin with its password, and remove all others.",
    discussion: """
      The first login at the console must choose another password. Lines of SECTION users that are no users are \
      removed too, so that this also corrects a configuration whose users cannot be read. JSON: name, unchanged (it was \
      so already), reload_failed.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    try Confirmation.require(
      .resetUsers,
      "This removes all users but \(FactoryUser.name), who gets the password that every camera has from the factory.",
      yes: yes)
    let change = try global.onCamera { (camera) throws(ServiceError) in try camera.resetUsers() }
    let already = change.isChanged ? "" : " already"
    try change.tell(
      "The only user is \(FactoryUser.name)\(already), with the factory's password. Choose another at once.",
      json ? ["name": .text(FactoryUser.name)] : nil)
  }
}
