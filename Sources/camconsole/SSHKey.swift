internal import CameraService
internal import FileSystem
internal import FoundationEssentials
internal import Sodium

/// The key that a client over SSH came with, as sshd tells it where `ExposeAuthInfo` is on.
enum SSHKey {
  /// Bytes of the file, and keys of it, that are looked at.
  private static let longest = 65_536
  private static let most = 4

  /// The fingerprints as `ssh-keygen -l` shows them, with spaces between them; `nil` without a key.
  ///
  /// - Parameters:
  ///   - path: of the file that sshd names in `SSH_USER_AUTH`.
  ///   - files: where it is.
  static func fingerprints(inFile path: String, of files: any FileRoot) -> String? {
    let names = ThisProcess.absolute(path).split(separator: "/", omittingEmptySubsequences: false)
    let directory = names.dropLast().joined(separator: "/")
    guard let name = names.last, !name.isEmpty,
      let file = try? files.openDirectory(at: directory.isEmpty ? "/" : directory).open(String(name)),
      (try? file.status().kind) == .regular, let bytes = try? file.readAll(limit: longest)
    else { return nil }
    let found = bytes.split(separator: 0x0A).compactMap(fingerprint).prefix(most)
    return found.isEmpty ? nil : found.joined(separator: " ")
  }

  /// Of a line `publickey TYPE BASE64`; other lines name other methods.
  private static func fingerprint(_ line: ArraySlice<UInt8>) -> String? {
    let words = line.split(separator: 0x20)
    guard words.count >= 3, words[0].elementsEqual("publickey".utf8), let key = Data(base64Encoded: Data(words[2]))
    else { return nil }
    let digest = Data(SHA256.digest(of: Array(key))).base64EncodedString()
    return "SHA256:" + digest.prefix { $0 != "=" }
  }
}
