internal import ArgumentParser
internal import CameraService

SystemCalls.prepareProcess()
let arguments = CommandLineArguments.withGlobalOptionsLast(Array(CommandLine.arguments.dropFirst()))
let isJSONAsked = arguments.contains("--json")

do {
  var command = try Camconsole.parseAsRoot(arguments)
  try command.run()
} catch let error as ServiceError {
  Output.report(error, asJSON: isJSONAsked)
  let code = error.message.code
  SystemCalls.end(code == .stopped ? code.rawValue + SystemCalls.signal : code.rawValue)
} catch let error as ExitCode {
  SystemCalls.end(error.rawValue)
} catch {
  UsageReport.end(error, asJSON: isJSONAsked)
}
