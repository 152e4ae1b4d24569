package import CameraModel
package import CameraService

extension RestorePreview {
  /// The last question before a restore of modules alone.
  ///
  /// - Parameter localTime: a moment in the camera's time zone, of seconds since 1970.
  package func modulesQuestion(_ localTime: (Int64) -> String) -> String {
    let modules = counted(modules.count(where: \.action.writes), "module")
    return "Write the settings of \(backup.words(localTime)) to \(modules)?"
  }

  /// The last question before a restore, on one line of 80 columns: what it means in particular stands above.
  package func question(_ settings: Settings) -> String {
    let sections = documents.flatMap(\.difference.sections).map(\.name)
    let changesNetwork = lines(settings).contains { $0.kind == .network }
    let changesUsers = sections.contains(UserList.section)
    return "Replace the configuration and restart?" + changeText(network: changesNetwork, users: changesUsers)
  }

  private func changeText(network: Bool, users: Bool) -> String {
    switch (network, users) {
    case (true, true): " The network and the users change."
    case (true, false): " The network changes."
    case (false, true): " The users change."
    case (false, false): ""
    }
  }
}

/// What a restore of modules alone did.
///
/// - Parameters:
///   - plans: of all modules.
///   - remaining: of those that did not get their settings.
package func modulesRestored(_ plans: [ModulePlan], remaining: [ModulePlan]) -> String {
  let written = counted(plans.count(where: \.action.writes), "module")
  let sentences = ["\(written) restored. The camera's configuration is unchanged."] + remaining.map { $0.text + "." }
  return sentences.joined(separator: " ")
}

/// The question after modules stopped a restore.
///
/// - Parameter addresses: of the modules, 1 or more.
package func leaveOutQuestion(_ addresses: [String]) -> String {
  addresses.count == 1
    ? "Leave it out? Module \(addresses[0]) then keeps its settings, and everything else is restored."
    : "Leave them out? These modules then keep their settings, and everything else is restored."
}

/// The question after modules could not get their previous settings.
package let leaveOutStuckQuestion =
  "Restore again without them? They stay as they are now. Check them before you use them."
