using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Nights.Campaigns.Specs;

/// <summary>Reads YAML into nodes with their lines.</summary>
internal static class YamlNodes
{
    private const int MostNodes = 10_000;

    /// <exception cref="SpecFormatException">Not YAML, more than one document, an anchor, or too many values.</exception>
    public static SpecNode Read(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException wrong)
        {
            throw new SpecFormatException($"line {wrong.Start.Line}, column {wrong.Start.Column}: {Reason(wrong)}");
        }

        if (stream.Documents.Count is 0) throw new SpecFormatException("The spec is empty.");
        if (stream.Documents.Count > 1) throw new SpecFormatException($"The file holds {stream.Documents.Count} documents; one is expected.");
        var count = 0;
        return Node(stream.Documents[0].RootNode, ref count);
    }

    private static SpecNode Node(YamlNode node, ref int count)
    {
        var line = (int)node.Start.Line;
        if (!node.Anchor.IsEmpty) throw new SpecFormatException($"line {line}: anchors and aliases are not read; write the value out.");
        if (++count > MostNodes) throw new SpecFormatException($"The spec holds more than {MostNodes} values.");
        switch (node)
        {
            case YamlMappingNode map:
                var entries = new List<(string, SpecNode)>();
                foreach (var (key, value) in map.Children) entries.Add((Key(key), Node(value, ref count)));
                return new SpecMap(entries, line);
            case YamlSequenceNode list:
                var items = new List<SpecNode>();
                foreach (var item in list.Children) items.Add(Node(item, ref count));
                return new SpecList(items, line);
            case YamlScalarNode scalar:
                var plain = scalar.Style is ScalarStyle.Plain;
                var isNull = plain && scalar.Value is null or "" or "~" or "null";
                return new SpecScalar(isNull ? null : scalar.Value, !plain, line);
            default:
                throw new SpecFormatException($"line {line}: a {node.NodeType} is not expected here.");
        }
    }

    private static string Key(YamlNode key) =>
        key is YamlScalarNode { Value: { } name } ? name : throw new SpecFormatException($"line {key.Start.Line}: a key must be a word.");

    private static string Reason(YamlException wrong) => (wrong.InnerException ?? wrong).Message;
}
