namespace Nights.Diffusion.Models;

/// <summary>Reads the small files of a model folder, with errors that name them.</summary>
internal static class ModelFile
{
    /// <exception cref="ModelFolderException">The file is missing.</exception>
    public static void Require(string path)
    {
        if (!File.Exists(path))
            throw new ModelFolderException($"The model file '{path}' is missing.");
    }

    public static byte[] Bytes(string path)
    {
        Require(path);
        return File.ReadAllBytes(path);
    }

    public static string[] Lines(string path)
    {
        Require(path);
        return File.ReadAllLines(path);
    }
}
