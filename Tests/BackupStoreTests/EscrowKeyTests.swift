import Sodium
import TestSupport
import Testing

@testable import BackupStore

/// The files of an organisation's keys.
struct EscrowKeyTests {
  private func fault(_ text: String) -> EscrowKeyFault? {
    do throws(EscrowKeyFault) {
      _ = try parse(text)
      return nil
    } catch {
      return error
    }
  }

  private func parse(_ text: String) throws(EscrowKeyFault) -> EscrowKey {
    guard let contents = try? SecretBytes(copying: Array(text.utf8).span) else { throw .noMemory }
    return try EscrowKey(parsing: contents)
  }

  /// The public key to a private one.
  private func publicKey(_ bytes: [UInt8]) throws -> EscrowKey? {
    let contents = try SecretBytes(copying: bytes.span)
    do throws(EscrowKeyFault) {
      return try EscrowPrivateKey(parsing: contents).key
    } catch {
      #expect(error == .notAKey)
      return nil
    }
  }

  private func exposed(_ secret: borrowing SecretBytes) -> [UInt8] {
    secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
  }

  @Test func roundTrip() throws {
    let pair = try EscrowPrivateKey.make()
    let line = String(decoding: pair.key.line, as: UTF8.self)
    #expect(line.hasPrefix("camconsole-escrow-public-1 ") && line.hasSuffix("\n"))
    for text in [line, "# of Plant 2\r\n\r\n" + line.dropLast() + "\r\n", line + "\n# end"] {
      #expect(try parse(text) == pair.key)
    }
    let read = try EscrowPrivateKey(parsing: pair.line()).key
    #expect(read == pair.key)
    #expect(pair.key.fingerprint.utf8.count == 24)
    let other = try EscrowPrivateKey.make().key
    #expect(other.fingerprint != pair.key.fingerprint)
  }

  /// Each typing mistake is found, and no key is taken for the other one.
  @Test func whatIsNot() throws {
    let pair = try EscrowPrivateKey.make()
    let (line, secret) = (pair.key.line, exposed(try pair.line()))
    for index in line.indices.dropLast() {
      var altered = line
      altered[index] = altered[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      #expect(fault(String(decoding: altered, as: UTF8.self)) == .notAKey, "\(index)")
    }
    for index in secret.indices.dropLast() {
      var altered = secret
      altered[index] = altered[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      // Five bits of an X25519 key do not count: another one there is the same key.
      let key = try publicKey(altered)
      #expect(key == nil || key == pair.key, "\(index)")
    }
    #expect(fault(String(decoding: secret, as: UTF8.self)) == .isPrivate)
    #expect(try publicKey(line) == nil)
    let text = String(decoding: line, as: UTF8.self)
    for wrong in ["", "\n", "# only", text + text, String(text.dropLast(2)), "age1xyz", "-----BEGIN PUBLIC KEY-----"] {
      #expect(fault(wrong) == .notAKey, "\(wrong)")
    }
  }

  /// A point of low order would seal for everybody.
  @Test func lowOrder() {
    let key = [UInt8](repeating: 0, count: 32)
    let text = Base64.text(of: key + EscrowKeyLine.check(of: key))
    #expect(fault("camconsole-escrow-public-1 \(text)\n") == .notAKey)
  }
}
