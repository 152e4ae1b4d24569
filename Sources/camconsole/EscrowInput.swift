internal import BackupStore
internal import CameraService
internal import FileSystem
internal import FoundationEssentials
internal import Sodium

/// Sealed PINs as a centre has them: the file of a camera, or lines of `status --json`.
enum EscrowInput {
  /// Bytes that one input has at most: about ten thousand cameras.
  private static let limit = 64 << 20

  /// The sealed PINs of one input, at least one.
  ///
  /// - Parameter source: a file, or `-` for standard input.
  static func items(_ source: String) throws(ServiceError) -> [Result<SealedPIN, SealedPIN.Fault>] {
    let bytes = try read(source)
    guard !SealedPIN.begins(bytes) else { return [checked(bytes)] }
    let items = bytes.split(separator: 0x0A).compactMap(item)
    guard !items.isEmpty else { throw .escrow(.nothingFound(source: source)) }
    return items
  }

  private static func checked(_ bytes: [UInt8]) -> Result<SealedPIN, SealedPIN.Fault> {
    Result { () throws(SealedPIN.Fault) in try SealedPIN(checking: bytes) }
  }

  /// The sealed PIN of a line of JSON; `nil` where it has none, as of a camera without an escrow.
  private static func item(_ line: ArraySlice<UInt8>) -> Result<SealedPIN, SealedPIN.Fault>? {
    guard let status = try? JSONDecoder().decode(Status.self, from: Data(line)), let text = status.escrow?.sealed else {
      return nil
    }
    return Base64.bytes(of: Array(text.utf8)).map(checked) ?? .failure(.damaged)
  }

  private struct Status: Decodable {
    struct Escrow: Decodable {
      let sealed: String?
    }
    let escrow: Escrow?
  }

  private static func read(_ source: String) throws(ServiceError) -> [UInt8] {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try NamedInput(source).readAll(limit: limit + 1)
    } catch {
      throw error.isInterrupted ? .store(.stopped) : .escrow(.unreadable(path: source, error))
    }
    guard bytes.count <= limit else { throw .escrow(.tooLarge(source: source, limit: limit)) }
    return bytes
  }
}
