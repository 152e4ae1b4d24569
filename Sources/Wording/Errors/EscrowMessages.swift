internal import BackupStore
package import CameraService
internal import FileSystem

extension EscrowProblem {
  var message: Message {
    switch self {
    case .unreadable(let path, let error) where error.isNotFound:
      Message("The key \(path) does not exist. Nothing was changed.", "Check the path, or copy the key there.")
    case .unreadable(let path, let error):
      error.distrust?.message
        ?? Message(
          "The key \(path) cannot be read: \(error.reason). Nothing was changed.", "Check its rights and its disk.")
    case .notRegular(let path):
      Message("\(path) is not a regular file. Nothing was changed.", "Name a file with a key.")
    case .notPublicKey(let path):
      Message(
        "\(path) is not a public key of camconsole escrow keygen. Nothing was changed.",
        "Copy the file that ends with .pub there again.")
    case .privateInPlaceOfPublic(let path):
      Message(
        "\(path) is a private key. It must never be on a camera. Nothing was changed.",
        "Delete it here, and copy the file that ends with .pub there.")
    case .notPrivateKey(let path):
      Message("\(path) is not a private key of camconsole escrow keygen.", "Name the file that keygen made.")
    case .openToOthers(let path, let mode):
      Message(
        "\(path) may be read by other users (mode \(String(mode, radix: 8))). The key was not used.",
        "Keep it for yourself: chmod 600.")
    case .foreignOwner(let path, let owner):
      Message("\(path) belongs to user \(owner). The key was not used.", "Use a copy that is yours, with mode 600.")
    case .nothingFound(let source):
      Message(
        "\(source) has no sealed PIN.", "Give it the output of camconsole status --json, or the file escrow of STATE.")
    case .otherKey(let source, let fingerprint):
      Message("\(source): the PIN is sealed for the key \(fingerprint).", "Use the private key with this fingerprint.")
    case .damaged(let source): Message("\(source): the sealed PIN is damaged.", "Take it from the camera again.")
    case .laterVersion(let source):
      Message("\(source): the PIN was sealed by a later version of camconsole.", "Use that version.")
    case .tooLarge(let source, let limit):
      Message("\(source) has more than \(size(Int64(limit))).", "Give it fewer cameras at a time.")
    case .notRevealed:
      Message(
        "The output is not a terminal, and the PINs would be in it. Nothing was printed.",
        "If that is what you want, add --reveal. Keep the output secret.")
    }
  }
}

extension FileError {
  /// The sealed PIN in the state directory.
  var escrowMessage: Message {
    message(
      "The sealed PIN cannot be kept in the state directory, and nothing was changed",
      "Check whether the disk of STATE is full or fails.")
  }
}

extension EscrowReport {
  /// What a person reads of it, in one line.
  ///
  /// - Parameter localTime: a moment in the camera's time zone, of seconds since 1970.
  package func text(_ localTime: (Int64) -> String) -> String {
    switch state {
    case .current, .unknown, .outdated, .otherKey:
      guard let sealed else { return "not known" }
      return "\(subject) sealed on \(localTime(sealed.time)) for the key \(sealed.key.fingerprint)"
    case .missing: return "the PIN is not sealed" + purpose
    case .damaged: return "the sealed PIN is damaged"
    case .noPIN: return "no PIN is set" + purpose
    }
  }

  private var subject: String {
    switch state {
    case .outdated: "an earlier PIN,"
    case .unknown: "a PIN,"
    case .current, .otherKey, .missing, .damaged, .noPIN: "the PIN,"
    }
  }

  /// For whom it is to be sealed.
  private var purpose: String { key.map { ", the key is \($0.fingerprint)" } ?? "" }

  /// What a person should know before a PIN is set; empty where nobody gets it.
  package var notices: [String] {
    if let keyProblem { return ["The PIN cannot be saved. \(keyProblem.message.text)"] }
    guard let key else { return [] }
    return ["The PIN is also sealed for your organisation: key \(key.fingerprint)."]
  }

  /// Before a PIN is replaced that nobody knows: perhaps somebody can find it.
  package var recoveryNotice: String? {
    guard state == .current || state == .otherKey, let sealed else { return nil }
    return "Your organisation can open the old PIN: key \(sealed.key.fingerprint)."
  }

  /// As what a check found.
  var gapMessage: Message {
    let renew: Hint =
      .command("Use \(.setPIN) with the current PIN, or \(.changePIN).") + .screen("Change the PIN under \(.setPIN).")
    let fingerprint = key?.fingerprint ?? ""
    return switch state {
    case .otherKey:
      Message(
        "The PIN is sealed for the key \(sealed?.key.fingerprint ?? ""), and ESCROW names the key \(fingerprint).",
        renew)
    case .outdated: Message("The sealed PIN is an earlier one. The current PIN is not sealed.", renew)
    case .missing: Message("ESCROW is set, and the current PIN is not sealed.", renew)
    case .damaged: Message("The sealed PIN in the state directory is damaged.", renew)
    case .current, .noPIN, .unknown: Message("The PIN is sealed.")
    }
  }
}

extension EscrowKey {
  /// A comment under the setting that names it.
  package var settingsNote: String { "The fingerprint of this key is \(fingerprint)." }
  /// After `escrow keygen`.
  package func madeSentences(_ privatePath: String, _ publicPath: String) -> [String] {
    [
      "The key pair is made. Its fingerprint is \(fingerprint).",
      "Private key: \(privatePath). Keep it offline, with a copy: without it nobody opens a sealed PIN.",
      "Public key: \(publicPath). Copy it to each camera, and name it there with ESCROW= in the settings.",
    ]
  }
}
