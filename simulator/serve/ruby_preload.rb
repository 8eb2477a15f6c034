# Leads what a Ruby program connects to elsewhere to the simulated clouds, where its client heeds no proxy variables.
require 'socket'

module Pushsim
  DOORS = { 443 => ENV['PUSHSIM_HTTPS_PORT'], 80 => ENV['PUSHSIM_HTTP_PORT'] }.freeze
  OWN_MACHINE = /\A(localhost|127(\.\d+){3}|\[?::1?\]?|0\.0\.0\.0|)\z/i

  # Returns where a connection goes that was meant for *host* and *port*.
  def self.led(host, port)
    return [host, port] if OWN_MACHINE.match?(host.to_s) || host.to_s == Socket.gethostname

    number = port.to_s == 'https' ? 443 : port.to_i
    door = DOORS[number]
    return [ENV.fetch('PUSHSIM_ADDRESS'), door.to_i] if door

    raise Errno::ECONNREFUSED, "pushsim: #{host}:#{port} is none of the simulated hosts; no real one is asked"
  end

  # Below `Net::HTTP` and most others, also under TLS, which checks the certificate against the name it was given.
  module Connecting
    def initialize(host, port, *local, **named)
      super(*Pushsim.led(host, port), *local, **named)
    end
  end

  # Below clients that open sockets of their own.
  module Opening
    def tcp(host, port, *local, **named, &block)
      super(*Pushsim.led(host, port), *local, **named, &block)
    end
  end
end

TCPSocket.prepend(Pushsim::Connecting)
Socket.singleton_class.prepend(Pushsim::Opening)
