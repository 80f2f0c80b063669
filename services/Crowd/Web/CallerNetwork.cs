using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Nights.Hosting.Secrecy;

namespace Nights.Crowd.Web;

/// <summary>Where a call came from, as coarsely as is of use: the /24 of an IPv4 address, the /48 of an IPv6 one. No whole address is kept anywhere.</summary>
internal sealed class CallerNetwork(Secrets secrets)
{
    private const int Ipv4Bytes = 3;
    private const int Ipv6Bytes = 6;
    private readonly byte[] key = secrets.Derive("networks");

    /// <summary>The network's leading bytes: 3 or 6; none when the address is not known.</summary>
    public static byte[] Prefix(IPAddress? address) => address switch
    {
        null => [],
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().GetAddressBytes()[..Ipv4Bytes],
        { AddressFamily: AddressFamily.InterNetwork } => address.GetAddressBytes()[..Ipv4Bytes],
        _ => address.GetAddressBytes()[..Ipv6Bytes],
    };

    /// <summary>HMAC-SHA-256 of the network. 32 bytes, or null when the address is not known.</summary>
    public byte[]? Hash(IPAddress? address) => Prefix(address) is { Length: > 0 } prefix ? HMACSHA256.HashData(key, prefix) : null;
}
