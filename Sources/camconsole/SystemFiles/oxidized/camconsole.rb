# /etc/oxidized/model/camconsole.rb
# The history of the configuration of each camera, for oxidized: sorted, with *** for secrets, and without comments.
# This file is for the folder `model` of oxidized. Check it with `ruby -c`. The config of oxidized has `username: fleet`
# and `vars: {ssh_keys: FILE}`, and router.db has lines such as `door-1:camconsole`.
#
# SSH_COMMANDS of the camera permits: config show
#
# A refusal comes in place of the configuration. Then oxidized reports it and keeps the earlier one.
class Camconsole < Oxidized::Model
  cmd 'config show' do |text|
    raise text unless text.match?(/^ENDSECTION /)
    text
  end

  cfg :ssh do
    exec true
  end
end
